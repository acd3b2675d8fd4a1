#include "platform/security/keyed_hash.hpp"

#include <sodium.h>

namespace kontor::platform {

KeyedHash::KeyedHash() {
    static_assert(sizeof key_ == crypto_shorthash_KEYBYTES);
    crypto_shorthash_keygen(key_.data());
}

std::uint64_t KeyedHash::operator()(std::string_view text) const {
    std::uint64_t hash = 0;
    static_assert(sizeof hash == crypto_shorthash_BYTES);
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), key_.data());
    return hash;
}

}  // namespace kontor::platform
