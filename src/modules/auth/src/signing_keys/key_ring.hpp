#pragma once

#include "auth/signing_keys.hpp"
#include "platform/security/tokens.hpp"
#include "signing_keys/key_store.hpp"

namespace kontor::auth {

// As long as the signer lets a token live beyond its time.
inline constexpr std::chrono::seconds clock_difference{60};

// What each of the keys, the newest first, is good for. token_lifetime: of access tokens.
std::vector<SigningKeyState> states_of(const std::vector<store::Key>& keys,
                                       std::chrono::seconds token_lifetime);

// Those that verify now, the one that signs first; and how long that is so.
struct KeysInUse {
    std::vector<platform::SigningKey> keys;
    std::optional<platform::Time> until;
};
KeysInUse keys_in_use(const std::vector<store::Key>& keys, std::chrono::seconds token_lifetime,
                      platform::Time now);

}  // namespace kontor::auth
