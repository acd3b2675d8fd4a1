#include "auth/second_factor_module.hpp"
#include "one_time_codes.hpp"
#include "platform/db/resealing.hpp"

namespace kontor::auth {

std::size_t reseal_second_factors(platform::Database& database, const platform::Sealer& sealer) {
    return platform::reseal(
        database, sealer,
        {"auth.second_factor", "sealed_key", "account",
         [](const platform::Uuid& account) { return OneTimeCodes::context_of(UserId(account)); }});
}

}  // namespace kontor::auth
