#include "second_factor/factor_store.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

std::optional<FactorState> factor_state(Reader& reader, const UserId& account) {
    return reader.one<FactorState>(
        "select f.confirmed_at, (select count(*) from auth.recovery_code c"
        "  where c.account = f.account and c.used_at is null) as recovery_codes"
        " from auth.second_factor f where f.account = $1 and f.confirmed_at is not null",
        account);
}

std::optional<SecondFactor> lock_factor(Tx& tx, const UserId& account) {
    return tx.one<SecondFactor>(
        "select sealed_key, confirmed_at, last_step from auth.second_factor"
        " where account = $1 for update",
        account);
}

bool offer_factor(Tx& tx, const UserId& account, const std::string& sealed_key, Time now) {
    return tx.run(
               "insert into auth.second_factor as f (account, sealed_key, created_at)"
               " values ($1, $2, $3) on conflict (account) do update"
               " set sealed_key = $2, created_at = $3, last_step = 0"
               " where f.confirmed_at is null",
               account, sealed_key, now) == 1;
}

void confirm_factor(Tx& tx, const UserId& account, Time now) {
    tx.defer("update auth.second_factor set confirmed_at = $2 where account = $1", account, now);
}

void set_last_step(Tx& tx, const UserId& account, std::int64_t step) {
    tx.defer("update auth.second_factor set last_step = $2 where account = $1", account, step);
}

void delete_factor(Tx& tx, const UserId& account) {
    tx.defer("delete from auth.second_factor where account = $1", account);
    tx.defer("delete from auth.challenge where account = $1", account);
}

void replace_recovery_codes(Tx& tx, const UserId& account, const std::vector<std::string>& hashes) {
    tx.defer("delete from auth.recovery_code where account = $1", account);
    tx.defer("insert into auth.recovery_code (account, hash) select $1, unnest($2::text[])",
             account, hashes);
}

bool use_recovery_code(Tx& tx, const UserId& account, const std::string& hash, Time now) {
    return tx.run(
               "update auth.recovery_code set used_at = $3"
               " where account = $1 and hash = $2 and used_at is null",
               account, hash, now) == 1;
}

}  // namespace kontor::auth::store
