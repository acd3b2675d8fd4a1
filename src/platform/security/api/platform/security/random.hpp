#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kontor::platform {

// bytes random bytes from the operating system as unpadded base64url.
std::string random_token(std::size_t bytes = 32);

std::uint64_t random_number();

// 32 hexadecimal digits that are the same for the same bytes, at a few gigabytes a second. Only
// chance keeps two texts from having one fingerprint: not against somebody who looks for them.
std::string fingerprint(std::string_view bytes);

// SHA-256 as lower-case hex: how tokens and keys are kept.
std::string sha256_hex(std::string_view text);

// HMAC-SHA-256, raw 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);

// Takes the same time wherever the texts differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

std::string to_hex(std::string_view bytes);  // in lower case
// base64url is unpadded, base64 is padded.
std::string to_base64url(std::string_view bytes);
std::string to_base64(std::string_view bytes);
// False, and bytes untouched, for text that is not the one such form of some bytes.
bool from_base64url(std::string_view text, std::string& bytes);
bool from_base64(std::string_view text, std::string& bytes);

}  // namespace kontor::platform
