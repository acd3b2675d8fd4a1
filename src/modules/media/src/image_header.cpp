#include "image_header.hpp"

#include <array>
#include <optional>
#include <utility>

namespace kontor::media {

using namespace platform;

namespace {

constexpr std::string_view png_magic = "\x89PNG\r\n\x1a\n";
constexpr std::string_view jpeg_magic = "\xff\xd8\xff";

Error not_an_image(const std::string& what) {
    return {ErrorKind::unsupported_media, "media.not_an_image",
            "The file is " + what + ". Send a picture as JPEG, PNG or WebP."};
}

Error damaged(const std::string& what) {
    return {ErrorKind::invalid, "media.damaged", "The picture is damaged: " + what + "."};
}

// The bytes of a file, none beyond its end.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    std::size_t size() const { return bytes_.size(); }
    bool has(std::size_t at, std::string_view text) const {
        return at <= bytes_.size() && bytes_.substr(at).starts_with(text);
    }
    std::int64_t byte(std::size_t at) const {
        return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0;
    }
    std::int64_t big(std::size_t at, std::size_t length) const {
        std::int64_t number = 0;
        for (std::size_t i = 0; i < length; ++i) number = number << 8 | byte(at + i);
        return number;
    }
    std::int64_t little(std::size_t at, std::size_t length) const {
        std::int64_t number = 0;
        for (std::size_t i = length; i-- > 0;) number = number << 8 | byte(at + i);
        return number;
    }

private:
    std::string_view bytes_;
};

Result<ImageHeader> sized(ImageFormat format, std::int64_t width, std::int64_t height) {
    if (width <= 0 || height <= 0) return damaged("it has no width or no height");
    return ImageHeader{format, width, height};
}

Result<ImageHeader> png_header(const Bytes& bytes) {
    constexpr std::size_t length_of_head = 33;
    if (bytes.size() < length_of_head || bytes.big(8, 4) != 13 || !bytes.has(12, "IHDR"))
        return damaged("it does not begin with the header of a PNG");
    return sized(ImageFormat::png, bytes.big(16, 4), bytes.big(20, 4));
}

bool is_start_of_frame(std::int64_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Segments follow one another until the one that says the size.
Result<ImageHeader> jpeg_header(const Bytes& bytes) {
    for (std::size_t at = 2; at + 9 < bytes.size();) {
        if (bytes.byte(at) != 0xFF) return damaged("its segments do not fit together");
        const auto marker = bytes.byte(at + 1);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        const auto length = bytes.big(at + 2, 2);
        if (is_start_of_frame(marker))
            return sized(ImageFormat::jpeg, bytes.big(at + 7, 2), bytes.big(at + 5, 2));
        const bool stands_alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9);
        if (stands_alone || length < 2 || marker == 0xDA) break;
        at += 2 + static_cast<std::size_t>(length);
    }
    return damaged("it does not say its size");
}

Result<ImageHeader> webp_header(const Bytes& bytes) {
    constexpr std::int64_t animated = 0x02;
    constexpr std::int64_t low_14_bits = 0x3FFF;
    if (bytes.size() < 30) return damaged("it is too short for a WebP");
    if (bytes.has(12, "VP8X")) {
        if (bytes.byte(20) & animated) return not_an_image("a moving WebP");
        return sized(ImageFormat::webp, bytes.little(24, 3) + 1, bytes.little(27, 3) + 1);
    }
    if (bytes.has(12, "VP8L") && bytes.byte(20) == 0x2F) {
        const auto sizes = bytes.little(21, 4);
        return sized(ImageFormat::webp, (sizes & low_14_bits) + 1, (sizes >> 14 & low_14_bits) + 1);
    }
    if (bytes.has(12, "VP8 ") && bytes.has(23, "\x9d\x01\x2a"))
        return sized(ImageFormat::webp, bytes.little(26, 2) & low_14_bits,
                     bytes.little(28, 2) & low_14_bits);
    return damaged("it does not begin with the header of a WebP");
}

std::string guess(const Bytes& bytes) {
    static const std::array<std::pair<std::string_view, const char*>, 9> known{
        {{"GIF8", "a GIF"},
         {"%PDF", "a PDF"},
         {"PK\x03\x04", "an archive"},
         {"\x1f\x8b", "compressed"},
         {"BM", "a bitmap"},
         {"II*", "a TIFF"},
         {"MM", "a TIFF"},
         {"<", "text with markup, such as SVG or HTML"},
         {"\xef\xbb\xbf<", "text with markup, such as SVG or HTML"}}};
    for (const auto& [magic, name] : known)
        if (bytes.has(0, magic)) return name;
    if (bytes.has(4, "ftyp")) return "an AVIF, a HEIC or a film";
    return bytes.size() == 0 ? "empty" : "of a kind that is not taken";
}

}  // namespace

Result<ImageHeader> read_image_header(std::string_view file) {
    const Bytes bytes(file);
    if (bytes.has(0, png_magic)) return png_header(bytes);
    if (bytes.has(0, jpeg_magic)) return jpeg_header(bytes);
    if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) return webp_header(bytes);
    return not_an_image(guess(bytes));
}

}  // namespace kontor::media
