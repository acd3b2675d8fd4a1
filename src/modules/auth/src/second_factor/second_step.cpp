#include "second_factor/second_step.hpp"

#include "platform/security/random.hpp"
#include "second_factor/challenge_store.hpp"

namespace kontor::auth {

std::string new_challenge(platform::Tx& tx, const UserId& account, platform::Time now) {
    auto token = store::new_challenge_token();
    store::insert_challenge(
        tx, {platform::sha256_hex(token), account, now, now + store::challenge_lasts});
    return token;
}

platform::Error code_required(const std::string& token) {
    return {platform::ErrorKind::forbidden,
            "mfa_required",
            "This account is signed in to with a code as well. Send it, and mfa_token, to "
            "/v1/auth/mfa.",
            {},
            {{"mfa_token", token}, {"expires_in", store::challenge_lasts.count()}}};
}

}  // namespace kontor::auth
