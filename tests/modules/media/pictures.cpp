#include "pictures.hpp"

#include "confined_process.hpp"

#include <zlib.h>

#include <stdexcept>

namespace kontor::media {
namespace {

std::string big_endian(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>(number >> shift & 255));
    return bytes;
}

const Bytef* bytes_of(const std::string& text) {
    return reinterpret_cast<const Bytef*>(text.data());
}

std::string chunk(const std::string& name, const std::string& content) {
    const auto named = name + content;
    const auto checksum = crc32(0, bytes_of(named), static_cast<uInt>(named.size()));
    return big_endian(static_cast<std::uint32_t>(content.size())) + named +
           big_endian(static_cast<std::uint32_t>(checksum));
}

std::string deflated(const std::string& text) {
    auto size = compressBound(text.size());
    std::string compressed(size, '\0');
    compress2(reinterpret_cast<Bytef*>(compressed.data()), &size, bytes_of(text), text.size(), 9);
    compressed.resize(size);
    return compressed;
}

std::string beginning(std::uint32_t width, std::uint32_t height, char colours) {
    return "\x89PNG\r\n\x1a\n" +
           chunk("IHDR", big_endian(width) + big_endian(height) + std::string{8, colours, 0, 0, 0});
}

}  // namespace

std::string png(std::uint32_t width, std::uint32_t height) {
    std::string rows;
    for (std::uint32_t y = 0; y < height; ++y) {
        rows.push_back(0);
        for (std::uint32_t x = 0; x < width; ++x) {
            const bool is_left = x < width / 2;
            rows.push_back(static_cast<char>(is_left ? 230 - y % 7 : 20));
            rows.push_back(static_cast<char>(is_left ? 20 : 230 - x % 5));
            rows.push_back(20);
        }
    }
    return beginning(width, height, 2) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

std::string png_of_nothing(std::uint32_t width, std::uint32_t height) {
    const std::string rows((width + 1ULL) * height, '\0');
    return beginning(width, height, 0) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

std::string png_claiming(std::uint32_t width, std::uint32_t height) {
    return beginning(width, height, 2) + chunk("IDAT", deflated("not so much")) + chunk("IEND", "");
}

std::string converted(const std::string& picture, const std::string& ending) {
    const Workbench workbench(std::filesystem::temp_directory_path());
    workbench.write("picture", picture);
    const auto program = find_program("vips");
    if (!program) throw std::runtime_error("install libvips-tools");
    const auto ran = run_confined({*program, "copy", "picture", "converted" + ending}, {},
                                  workbench, {.time = std::chrono::seconds(60)});
    const auto made =
        workbench.read("converted" + ending.substr(0, ending.find('[')), std::size_t{1} << 30);
    if (!made) throw std::runtime_error("vips: " + ran.said);
    return *made;
}

std::string turned(const std::string& jpeg, std::string_view comment) {
    using namespace std::string_literals;
    const auto length_of_comment = big_endian(static_cast<std::uint32_t>(comment.size()));
    const auto tiff = "MM\0\x2A\0\0\0\x08\0\x02\x01\x0E\0\x02"s + length_of_comment +
                      "\0\0\0\x26\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"s +
                      std::string(comment);
    const auto segment = [](char marker, const std::string& content) {
        const auto length = static_cast<std::uint32_t>(content.size() + 2);
        return std::string{'\xff', marker} + big_endian(length).substr(2) + content;
    };
    return jpeg.substr(0, 2) + segment('\xe1', "Exif\0\0"s + tiff) +
           segment('\xfe', std::string(comment)) + jpeg.substr(2);
}

}  // namespace kontor::media
