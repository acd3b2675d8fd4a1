#include "second_factor/second_step.hpp"

#include "platform/security/random.hpp"
#include "second_factor/challenge_store.hpp"

namespace kontor::auth {

platform::Error ask_for_code(platform::Database& database, const UserId& account,
                             platform::Time now) {
    const auto token = store::new_challenge_token();
    database.transact([&](platform::Tx& tx) {
        store::insert_challenge(
            tx, {platform::sha256_hex(token), account, now, now + store::challenge_lasts});
    });
    return {platform::ErrorKind::forbidden,
            "mfa_required",
            "This account is signed in to with a code as well. Send it, and mfa_token, to "
            "/v1/auth/mfa.",
            {},
            {{"mfa_token", token}, {"expires_in", store::challenge_lasts.count()}}};
}

}  // namespace kontor::auth
