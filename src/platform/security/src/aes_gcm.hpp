#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kontor::platform::aes_gcm {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

// AES-256-GCM (NIST SP 800-38D): the ciphertext and then the tag. A nonce must never be used twice
// under one key.
std::string encrypt(std::string_view key, std::string_view nonce, std::string_view plain,
                    std::string_view additional);

// Nothing where the tag does not fit.
std::optional<std::string> decrypt(std::string_view key, std::string_view nonce,
                                   std::string_view encrypted, std::string_view additional);

}  // namespace kontor::platform::aes_gcm
