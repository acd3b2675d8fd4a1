#include "accounts/account_routes.hpp"
#include "auth/second_factor_module.hpp"
#include "bearers.hpp"

namespace kontor::auth {

using platform::Result;
namespace http = platform::http;
using http::Call;
using http::Method;
using http::Nothing;

namespace {

struct CodeBody {
    CodeText code;
};
BOOST_DESCRIBE_STRUCT(CodeBody, (), (code))

struct ChallengeBody {
    platform::Text<1, 200> mfa_token;
    CodeText code;
};
BOOST_DESCRIBE_STRUCT(ChallengeBody, (), (mfa_token, code))

constexpr auto mfa_disabled = "auth.mfa_disabled: the account has no second factor";

Proof proof_in(const ProofBody& body) {
    return proof_of(body.current_password, body.code);
}

void add_signing_in(http::Router& router, SecondFactors& factors, const TakeOver& take_over) {
    router.add(
        account_route(Method::post, "/v1/auth/mfa", "login_with_code", "Sign in, the second step")
            .audited()
            .describe("After login has answered mfa_required: a code of the authenticator app, or "
                      "a recovery code. Five codes may be wrong, then the password is to be shown "
                      "again. A Guest-Token does what it does with login.")
            .may_answer(401, "auth.wrong_code, auth.invalid_challenge: log in again")
            .may_answer(429, "auth.challenge_over: too many codes were wrong; log in again"),
        [&factors, take_over](const Call<Nothing, ChallengeBody>& call) {
            const auto client = client_of(call.request, call.caller, call.language);
            return welcomed(factors.sign_in(call.body.mfa_token, call.body.code, client),
                            call.request, take_over);
        });
}

void add_enrolling(http::Router& router, SecondFactors& factors) {
    router.add(
        own_route(Method::get, "/mfa", "get_second_factor", "Whether signing in takes a code"),
        [&factors](const Call<>& call) -> Result<SecondFactorState> {
            return factors.state(bearer_of(call.caller));
        });
    router.add(own_route(Method::post, "/mfa", "begin_second_factor", "Set up an authenticator app")
                   .describe("Takes the password. Nothing changes before a code of the app was "
                             "confirmed; beginning again makes another key.")
                   .may_answer(403, not_proven)
                   .may_answer(409, "auth.mfa_enabled: disable the one there is before")
                   .may_answer(429, too_many_attempts),
               [&factors](const Call<Nothing, ProofBody>& call) {
                   return http::created(factors.begin(bearer_of(call.caller), proof_in(call.body)));
               });
    router.add(own_route(Method::post, "/mfa/confirm", "confirm_second_factor",
                         "Show a first code of the app")
                   .describe("From now on signing in takes a code. Ends every other session of the "
                             "account. The recovery codes are shown this once.")
                   .localised()
                   .may_answer(403, "auth.wrong_code: not right, or not any more")
                   .may_answer(409, "auth.mfa_not_begun, auth.mfa_enabled"),
               [&factors](const Call<Nothing, CodeBody>& call) {
                   return factors.confirm(bearer_of(call.caller), call.body.code, call.language);
               });
}

void add_managing(http::Router& router, SecondFactors& factors) {
    router.add(own_route(Method::post, "/mfa/recovery-codes", "renew_recovery_codes",
                         "Get new recovery codes")
                   .describe("Takes the password and a code. Those before are good no longer.")
                   .may_answer(403, not_proven)
                   .may_answer(409, mfa_disabled)
                   .may_answer(429, too_many_attempts),
               [&factors](const Call<Nothing, ProofBody>& call) {
                   return factors.renew_recovery_codes(bearer_of(call.caller), proof_in(call.body));
               });
    router.add(own_route(Method::post, "/mfa/disable", "disable_second_factor",
                         "Sign in by password alone from now on")
                   .describe("Takes the password and a code. Ends every other session of the "
                             "account. A letter tells of it.")
                   .localised()
                   .may_answer(403, not_proven)
                   .may_answer(409, mfa_disabled)
                   .may_answer(429, too_many_attempts),
               [&factors](const Call<Nothing, ProofBody>& call) {
                   return factors.disable(bearer_of(call.caller), proof_in(call.body),
                                          call.language);
               });
}

}  // namespace

void add_second_factor_routes(http::Router& router, SecondFactors& second_factors,
                              TakeOver take_over) {
    add_signing_in(router, second_factors, take_over);
    add_enrolling(router, second_factors);
    add_managing(router, second_factors);
}

}  // namespace kontor::auth
