#include "aes_gcm.hpp"

#include <openssl/evp.h>

#include <climits>
#include <memory>
#include <stdexcept>

namespace kontor::platform::aes_gcm {
namespace {

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

int size_of(std::string_view text) {
    if (text.size() > INT_MAX) throw std::length_error("this is too long to be sealed");
    return static_cast<int>(text.size());
}

void demand(int outcome) {
    if (outcome != 1) throw std::runtime_error("OpenSSL cannot do AES-256-GCM");
}

enum class Direction { decrypting = 0, encrypting = 1 };

Context begin(Direction direction, std::string_view key, std::string_view nonce,
              std::string_view additional) {
    if (key.size() != key_bytes) throw std::invalid_argument("a key to seal with has 32 bytes");
    if (nonce.size() != nonce_bytes) throw std::invalid_argument("a nonce has 12 bytes");
    Context context(EVP_CIPHER_CTX_new());
    demand(context ? 1 : 0);
    demand(EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key),
                             bytes_of(nonce), static_cast<int>(direction)));
    int written = 0;
    demand(EVP_CipherUpdate(context.get(), nullptr, &written, bytes_of(additional),
                            size_of(additional)));
    return context;
}

}  // namespace

std::string encrypt(std::string_view key, std::string_view nonce, std::string_view plain,
                    std::string_view additional) {
    const auto context = begin(Direction::encrypting, key, nonce, additional);
    std::string encrypted(plain.size() + tag_bytes, '\0');
    auto* out = bytes_of(encrypted);
    int written = 0;
    int rest = 0;
    demand(EVP_CipherUpdate(context.get(), out, &written, bytes_of(plain), size_of(plain)));
    demand(EVP_CipherFinal_ex(context.get(), out + written, &rest));
    demand(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, out + plain.size()));
    return encrypted;
}

std::optional<std::string> decrypt(std::string_view key, std::string_view nonce,
                                   std::string_view encrypted, std::string_view additional) {
    if (encrypted.size() < tag_bytes) return std::nullopt;
    const auto context = begin(Direction::decrypting, key, nonce, additional);
    const auto text = encrypted.substr(0, encrypted.size() - tag_bytes);
    std::string tag(encrypted.substr(text.size()));
    std::string plain(text.size(), '\0');
    int written = 0;
    int rest = 0;
    demand(
        EVP_CipherUpdate(context.get(), bytes_of(plain), &written, bytes_of(text), size_of(text)));
    demand(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()));
    if (EVP_CipherFinal_ex(context.get(), bytes_of(plain) + written, &rest) != 1)
        return std::nullopt;
    return plain;
}

}  // namespace kontor::platform::aes_gcm
