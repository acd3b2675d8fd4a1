#include "signing_keys/key_ring.hpp"

#include "platform/security/random.hpp"

#include <algorithm>

namespace kontor::auth {

namespace {

platform::SigningKey unpacked(const store::Key& key) {
    platform::SigningKey unpacked{key.id, {}};
    platform::from_base64url(key.seed, unpacked.seed);
    return unpacked;
}

}  // namespace

std::vector<SigningKeyState> states_of(const std::vector<store::Key>& keys,
                                       std::chrono::seconds token_lifetime) {
    std::vector<SigningKeyState> states;
    std::optional<platform::Time> next_signs_from;
    for (const auto& key : keys) {
        auto& state =
            states.emplace_back(SigningKeyState{key.id, key.created_at, key.signs_from, {}});
        if (next_signs_from)
            state.verifies_until = *next_signs_from + token_lifetime + clock_difference;
        next_signs_from = key.signs_from;
    }
    return states;
}

KeysInUse keys_in_use(const std::vector<store::Key>& keys, std::chrono::seconds token_lifetime,
                      platform::Time now) {
    const auto states = states_of(keys, token_lifetime);
    KeysInUse in_use;
    const auto changes_at = [&](platform::Time at) {
        if (at > now && (!in_use.until || at < *in_use.until)) in_use.until = at;
    };
    bool is_signing = false;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto& state = states[i];
        changes_at(state.signs_from);
        if (state.verifies_until) changes_at(*state.verifies_until);
        if (state.verifies_until && *state.verifies_until <= now) continue;
        const bool signs = !is_signing && (state.signs_from <= now || i + 1 == keys.size());
        in_use.keys.insert(signs ? in_use.keys.begin() : in_use.keys.end(), unpacked(keys[i]));
        is_signing = is_signing || signs;
    }
    return in_use;
}

}  // namespace kontor::auth
