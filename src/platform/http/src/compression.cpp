#include "compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <memory>
#include <new>
#include <stdexcept>

namespace kontor::platform::http {

namespace {

constexpr int gzip_level = 4;
constexpr int gzip_window = 16 + MAX_WBITS;  // 16: with gzip's header
constexpr int brotli_quality = 4;

Bytef* bytes_of(std::string& text) {
    return reinterpret_cast<Bytef*>(text.data());
}

const Bytef* bytes_of(std::string_view text) {
    return reinterpret_cast<const Bytef*>(text.data());
}

}  // namespace

std::string deflated(std::string_view text) {
    auto size = compressBound(text.size());
    std::string bytes(size, '\0');
    if (compress2(bytes_of(bytes), &size, bytes_of(text), text.size(), Z_BEST_SPEED) != Z_OK)
        throw std::bad_alloc();
    bytes.resize(size);
    return bytes;
}

std::string gzipped(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, gzip_level, Z_DEFLATED, gzip_window, MAX_MEM_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    const std::unique_ptr<z_stream, decltype(&deflateEnd)> end(&stream, &deflateEnd);
    std::string bytes(deflateBound(&stream, text.size()), '\0');
    stream.next_in = const_cast<Bytef*>(bytes_of(text));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = bytes_of(bytes);
    stream.avail_out = static_cast<uInt>(bytes.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::bad_alloc();
    bytes.resize(stream.total_out);
    return bytes;
}

std::string brotlied(std::string_view text) {
    auto size = BrotliEncoderMaxCompressedSize(text.size());
    std::string bytes(size, '\0');
    if (!BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                               bytes_of(text), &size, bytes_of(bytes)))
        throw std::bad_alloc();
    bytes.resize(size);
    return bytes;
}

std::string inflated(std::string_view bytes) {
    z_stream stream{};
    stream.next_in = const_cast<Bytef*>(bytes_of(bytes));
    stream.avail_in = static_cast<uInt>(bytes.size());
    if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);

    std::string text;
    int state = Z_OK;
    while (state == Z_OK) {
        const auto size = text.size();
        text.resize(size + 4 * bytes.size() + 64);
        stream.next_out = bytes_of(text) + size;
        stream.avail_out = static_cast<uInt>(text.size() - size);
        state = inflate(&stream, Z_NO_FLUSH);
    }
    if (state != Z_STREAM_END) throw std::runtime_error("what was compressed cannot be read");
    text.resize(stream.total_out);
    return text;
}

}  // namespace kontor::platform::http
