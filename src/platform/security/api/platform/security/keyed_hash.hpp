#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kontor::platform {

// SipHash-2-4 under a secret that each of these has for itself: nobody outside can look for texts
// that share a place in a table. Thread-safe.
class KeyedHash {
public:
    KeyedHash();
    std::uint64_t operator()(std::string_view text) const;

private:
    std::array<unsigned char, 16> key_;
};

}  // namespace kontor::platform
