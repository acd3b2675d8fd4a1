#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kontor::test {

// The bytes of a setup key, as an authenticator app reads it (RFC 4648, without padding).
inline std::string from_base32(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string bytes;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char letter : text) {
        pending = pending << 5U | static_cast<std::uint32_t>(alphabet.find(letter));
        if ((bits += 5) < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(pending >> bits);
    }
    return bytes;
}

}  // namespace kontor::test
