#pragma once

#include "store.hpp"

namespace kontor::auth::store {

struct SecondFactor {
    std::string sealed_key;
    std::optional<platform::Time> confirmed_at;
    std::int64_t last_step = 0;
};
BOOST_DESCRIBE_STRUCT(SecondFactor, (), (sealed_key, confirmed_at, last_step))

struct FactorState {
    platform::Time confirmed_at;
    std::int64_t recovery_codes = 0;  // that were not used
};
BOOST_DESCRIBE_STRUCT(FactorState, (), (confirmed_at, recovery_codes))

std::optional<FactorState> factor_state(platform::Reader& reader, const UserId& account);
// Locked until the commit.
std::optional<SecondFactor> lock_factor(platform::Tx& tx, const UserId& account);
// In the place of one that was not confirmed; false where one was.
bool offer_factor(platform::Tx& tx, const UserId& account, const std::string& sealed_key,
                  platform::Time now);
void confirm_factor(platform::Tx& tx, const UserId& account, platform::Time now);
void set_last_step(platform::Tx& tx, const UserId& account, std::int64_t step);
void delete_factor(platform::Tx& tx, const UserId& account);

void replace_recovery_codes(platform::Tx& tx, const UserId& account,
                            const std::vector<std::string>& hashes);
// Whether it was one that was not used yet.
bool use_recovery_code(platform::Tx& tx, const UserId& account, const std::string& hash,
                       platform::Time now);

}  // namespace kontor::auth::store
