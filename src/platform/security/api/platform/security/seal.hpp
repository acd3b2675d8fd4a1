#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kontor::platform {

// A key of 32 bytes for one purpose, which tells nothing about the secret or about its other keys.
std::string derive_key(std::string_view secret, std::string_view purpose);

// Encrypts under a key of 32 bytes so that a change is noticed (XChaCha20-Poly1305); as unpadded
// base64url, a third and 53 bytes longer than the text.
std::string seal(const std::string& key, std::string_view text);

// What was sealed; nothing under another key, and for what was changed since.
std::optional<std::string> unseal(const std::string& key, std::string_view sealed);

}  // namespace kontor::platform
