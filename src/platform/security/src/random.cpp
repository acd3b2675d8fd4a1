#include "platform/security/random.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

namespace kontor::platform {
namespace {

constexpr int unpadded_base64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr int padded_base64 = sodium_base64_VARIANT_ORIGINAL;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string_view text_of(std::span<const unsigned char> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string encode(std::string_view bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
    text.pop_back();
    return text;
}

bool decode(std::string_view text, std::string& bytes, int variant) {
    std::string decoded(text.size() / 4 * 3 + 2, '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const bool decodes = sodium_base642bin(bytes_of(decoded), decoded.size(), text.data(),
                                           text.size(), nullptr, &size, &end, variant) == 0 &&
                         end == text.data() + text.size();
    if (!decodes) return false;
    decoded.resize(size);
    bytes = std::move(decoded);
    return true;
}

}  // namespace

std::string random_token(std::size_t bytes) {
    if (sodium_init() < 0) throw std::runtime_error("the system gives no random numbers");
    std::string token(bytes, '\0');
    randombytes_buf(token.data(), token.size());
    return to_base64url(token);
}

std::uint64_t random_number() {
    if (sodium_init() < 0) throw std::runtime_error("the system gives no random numbers");
    std::uint64_t number = 0;
    randombytes_buf(&number, sizeof number);
    return number;
}

std::string fingerprint(std::string_view bytes) {
    constexpr std::array<unsigned char, crypto_shorthash_siphashx24_KEYBYTES> no_key{};
    std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> hash;
    static_assert(hash.size() == 16);
    crypto_shorthash_siphashx24(hash.data(), bytes_of(bytes), bytes.size(), no_key.data());
    return to_hex(text_of(hash));
}

std::string sha256_hex(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
    crypto_hash_sha256(digest.data(), bytes_of(text), text.size());
    return to_hex(text_of(digest));
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
    std::string code(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, bytes_of(code));
    return code;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string to_hex(std::string_view bytes) {
    std::string digits(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(digits.data(), digits.size(), bytes_of(bytes), bytes.size());
    digits.pop_back();
    return digits;
}

std::string to_base64url(std::string_view bytes) {
    return encode(bytes, unpadded_base64url);
}

std::string to_base64(std::string_view bytes) {
    return encode(bytes, padded_base64);
}

bool from_base64url(std::string_view text, std::string& bytes) {
    return decode(text, bytes, unpadded_base64url);
}

bool from_base64(std::string_view text, std::string& bytes) {
    return decode(text, bytes, padded_base64);
}

}  // namespace kontor::platform
