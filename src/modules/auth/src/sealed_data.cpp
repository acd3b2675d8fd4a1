#include "auth/second_factor_module.hpp"
#include "platform/db/resealing.hpp"
#include "second_factor/one_time_codes.hpp"
#include "signing_keys/signing_seeds.hpp"

namespace kontor::auth {

namespace {

const platform::SealedColumn keys_of_second_factors{
    "auth.second_factor", "sealed_key", "account",
    [](const platform::Uuid& account) { return OneTimeCodes::context_of(UserId(account)); }};

}  // namespace

std::size_t reseal_secrets(platform::Database& database, const platform::Sealer& sealer) {
    const SigningSeeds seeds(&sealer);
    return platform::reseal(database, sealer, keys_of_second_factors) +
           database.transact([&](platform::Tx& tx) { return seeds.seal_anew(tx); });
}

}  // namespace kontor::auth
