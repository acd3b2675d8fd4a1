#pragma once

#include "platform/security/sealing.hpp"
#include "signing_keys/key_store.hpp"

namespace kontor::auth {

// Seeds of signing keys as they are kept: sealed, where there is a sealer. Thread-safe.
class SigningSeeds {
public:
    explicit SigningSeeds(const platform::Sealer* sealer) : sealer_(sealer) {}

    // A new key as it is kept.
    store::Key made(platform::Time created_at, platform::Time signs_from) const;
    // Kept keys with their seeds as they are used. Throws std::runtime_error for one that does not
    // open.
    std::vector<store::Key> opened(std::vector<store::Key> keys) const;
    // Those that were kept before seeds were sealed.
    bool any_plain(const std::vector<store::Key>& keys) const;
    // Seals what is not sealed under the key that seals now. How many.
    std::size_t seal_anew(platform::Tx& tx) const;

private:
    std::string sealed(const std::string& key, const std::string& seed) const;
    std::string seed_of(const store::Key& key) const;

    const platform::Sealer* sealer_;
};

}  // namespace kontor::auth
