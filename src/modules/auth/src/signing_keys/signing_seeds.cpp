#include "signing_keys/signing_seeds.hpp"

#include "auth/ids.hpp"
#include "auth/key_events.hpp"
#include "platform/security/random.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::auth {

using platform::Tx;

namespace {

constexpr std::size_t seed_bytes = 32;

std::string context_of(const std::string& key) {
    return "auth.signing_key.seed:" + key;
}

// A plain seed is base64url, which has no full stop.
bool is_sealed(const std::string& seed) {
    return seed.find('.') != seed.npos;
}

}  // namespace

store::Key SigningSeeds::made(platform::Time created_at, platform::Time signs_from) const {
    const auto id = SigningKeyId::make().text();
    return {id, sealed(id, platform::random_token(seed_bytes)), created_at, signs_from};
}

std::vector<store::Key> SigningSeeds::opened(std::vector<store::Key> keys) const {
    for (auto& key : keys) key.seed = seed_of(key);
    return keys;
}

bool SigningSeeds::any_plain(const std::vector<store::Key>& keys) const {
    return sealer_ &&
           std::ranges::any_of(keys, [](const store::Key& key) { return !is_sealed(key.seed); });
}

std::size_t SigningSeeds::seal_anew(Tx& tx) const {
    std::size_t count = 0;
    for (const auto& key : store::lock_keys(tx)) {
        if (!sealer_ || sealer_->is_current(key.seed)) continue;
        store::set_seed(tx, key.id, sealed(key.id, seed_of(key)));
        ++count;
    }
    return count;
}

std::string SigningSeeds::sealed(const std::string& key, const std::string& seed) const {
    return sealer_ ? sealer_->seal(seed, context_of(key)) : seed;
}

std::string SigningSeeds::seed_of(const store::Key& key) const {
    if (!is_sealed(key.seed)) return key.seed;
    if (!sealer_) throw std::logic_error("signing keys that are sealed need a sealer");
    return sealer_->opened(key.seed, context_of(key.id));
}

}  // namespace kontor::auth
