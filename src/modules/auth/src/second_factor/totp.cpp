#include "second_factor/totp.hpp"

#include "percent_encoding.hpp"
#include "platform/security/random.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <qrencode.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace kontor::auth {

namespace {

constexpr std::int64_t step_seconds = 30;
constexpr std::int64_t steps_of_difference = 1;
constexpr std::size_t digits = 6;
constexpr std::uint32_t codes = 1'000'000;

std::string hmac_sha1(std::string_view key, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
              reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(),
              &size))
        throw std::runtime_error("OpenSSL makes no HMAC with SHA-1");
    return {digest.begin(), digest.begin() + size};
}

std::string big_endian(std::uint64_t number) {
    std::string bytes(sizeof number, '\0');
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, number >>= 8)
        *byte = static_cast<char>(number & 0xff);
    return bytes;
}

// One path of a square for each dark module, within the margin that readers want.
std::string svg_of(const QRcode& code) {
    constexpr int margin = 4;
    const auto side = std::to_string(code.width + 2 * margin);
    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + ' ' +
                      side + R"("><path fill="#fff" d="M0 0h)" + side + 'v' + side + "H0z\"/>" +
                      R"(<path d=")";
    for (int row = 0; row < code.width; ++row)
        for (int column = 0; column < code.width; ++column)
            if ((code.data[row * code.width + column] & 1) != 0)
                svg += 'M' + std::to_string(column + margin) + ' ' + std::to_string(row + margin) +
                       "h1v1h-1z";
    return svg + "\"/></svg>";
}

}  // namespace

std::string totp(std::string_view key, std::int64_t step) {
    const auto digest = hmac_sha1(key, big_endian(static_cast<std::uint64_t>(step)));
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(digest[at]); };
    const std::size_t offset = byte(digest.size() - 1) & 0xfU;
    const std::uint32_t truncated = (byte(offset) & 0x7fU) << 24U | byte(offset + 1) << 16U |
                                    byte(offset + 2) << 8U | byte(offset + 3);
    auto code = std::to_string(truncated % codes);
    return code.insert(0, digits - code.size(), '0');
}

std::int64_t totp_step(platform::Time at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / step_seconds;
}

std::optional<std::int64_t> step_of_code(std::string_view key, std::string_view code,
                                         platform::Time now, std::int64_t last_step) {
    const auto present = totp_step(now);
    std::optional<std::int64_t> found;
    for (auto step = present - steps_of_difference; step <= present + steps_of_difference; ++step)
        if (platform::equal_in_constant_time(totp(key, step), code) && step > last_step)
            found = step;
    return found;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        pending = pending << 8U | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5) text += alphabet[pending >> (bits - 5) & 31U];
    }
    if (bits > 0) text += alphabet[pending << (5 - bits) & 31U];
    return text;
}

std::string provisioning_uri(std::string_view shop, std::string_view email, std::string_view key) {
    const auto issuer = percent_encoded(shop);
    return "otpauth://totp/" + issuer + ':' + percent_encoded(email) + "?secret=" + to_base32(key) +
           "&issuer=" + issuer + "&algorithm=SHA1&digits=6&period=30";
}

std::string qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
    if (!code) throw std::runtime_error("a QR code cannot hold so much text");
    return "data:image/svg+xml;base64," + platform::to_base64(svg_of(*code));
}

}  // namespace kontor::auth
