#include "platform/security/seal.hpp"

#include "platform/security/random.hpp"

#include <sodium.h>

#include <stdexcept>

namespace kontor::platform {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t overhead = nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

const unsigned char* key_bytes(const std::string& key) {
    if (key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
        throw std::invalid_argument("a key to seal with has 32 bytes");
    return bytes_of(key);
}

}  // namespace

std::string derive_key(std::string_view secret, std::string_view purpose) {
    return hmac_sha256(secret, purpose);
}

std::string seal(const std::string& key, std::string_view text) {
    if (sodium_init() < 0) throw std::runtime_error("the system gives no random numbers");
    std::string bytes(text.size() + overhead, '\0');
    auto* nonce = reinterpret_cast<unsigned char*>(bytes.data());
    randombytes_buf(nonce, nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_bytes, nullptr, bytes_of(text),
                                               text.size(), nullptr, 0, nullptr, nonce,
                                               key_bytes(key));
    return to_base64url(bytes);
}

std::optional<std::string> unseal(const std::string& key, std::string_view sealed) {
    std::string bytes;
    if (!from_base64url(sealed, bytes) || bytes.size() < overhead) return std::nullopt;
    std::string text(bytes.size() - overhead, '\0');
    const auto* nonce = bytes_of(bytes);
    const bool opens =
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr, nonce + nonce_bytes,
            bytes.size() - nonce_bytes, nullptr, 0, nonce, key_bytes(key)) == 0;
    if (!opens) return std::nullopt;
    return text;
}

}  // namespace kontor::platform
