#include "second_factor/challenge_store.hpp"

#include "platform/security/random.hpp"

namespace kontor::auth::store {

using platform::Time;
using platform::Tx;

std::string new_challenge_token() {
    return "mfa_" + platform::random_token();
}

void insert_challenge(Tx& tx, const NewChallenge& challenge) {
    tx.defer("delete from auth.challenge where expires_at < $1", challenge.created_at);
    tx.defer(
        "insert into auth.challenge (token_hash, account, created_at, expires_at)"
        " values ($1, $2, $3, $4)",
        challenge.token_hash, challenge.account, challenge.created_at, challenge.expires_at);
}

std::optional<Challenge> lock_challenge(Tx& tx, const std::string& token_hash, Time now) {
    return tx.one<Challenge>(
        "select c.failures, a.id as user_id, a.email as user_email, a.name as user_name,"
        " a.role as user_role, a.created_at as user_created_at,"
        " a.email_verified_at is not null as user_email_verified"
        " from auth.challenge c join auth.user_account a on a.id = c.account"
        " where c.token_hash = $1 and c.used_at is null and c.expires_at > $2"
        " and a.forgotten_at is null and a.disabled_at is null for update of c",
        token_hash, now);
}

void count_wrong_code(Tx& tx, const std::string& token_hash) {
    tx.defer("update auth.challenge set failures = failures + 1 where token_hash = $1", token_hash);
}

void meet_challenge(Tx& tx, const std::string& token_hash, Time now) {
    tx.defer("update auth.challenge set used_at = $2 where token_hash = $1", token_hash, now);
}

}  // namespace kontor::auth::store
