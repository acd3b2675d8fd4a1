#include "accounts/account_routes.hpp"
#include "auth/self_service.hpp"
#include "bearers.hpp"

namespace kontor::auth {

using platform::Result;
namespace http = platform::http;
using http::Answer;
using http::Call;
using http::Method;
using http::Nothing;

namespace {

struct Forgotten {
    platform::EmailAddress email;
};
BOOST_DESCRIBE_STRUCT(Forgotten, (), (email))

struct NewPassword {
    platform::Text<1, 200> token;
    PasswordText password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (token, password))

struct ProvenLink {
    platform::Text<1, 200> token;
    std::optional<PasswordText> password;  // of the account, of who is not signed in to it
};
BOOST_DESCRIBE_STRUCT(ProvenLink, (), (token, password))

struct PasswordChange {
    PasswordText current_password;
    PasswordText password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current_password, password))

struct EmailChange {
    platform::EmailAddress email;
    std::optional<PasswordText> current_password;
    std::optional<CodeText> code;
};
BOOST_DESCRIBE_STRUCT(EmailChange, (), (email, current_password, code))

struct SessionPath {
    SessionId session;
};
BOOST_DESCRIBE_STRUCT(SessionPath, (), (session))

constexpr auto invalid_link = "auth.invalid_link: used, expired, unknown, or for something else";
constexpr auto wrong_password = "auth.wrong_password: nobody is logged out by it";
constexpr auto asks_too_often = "auth.too_many_attempts: this client asks too often";
constexpr auto too_many_letters = "auth.too_many_letters: one a minute, five a day";

Result<Answer<202>> accepted(const Result<>& done) {
    if (!done) return done.error();
    return Answer<202>{};
}

void add_recovery(http::Router& router, Recovery& recovery) {
    router.add(account_route(Method::post, "/v1/auth/forgot-password", "forgot_password",
                             "Be sent a link by which a new password is chosen")
                   .audited()
                   .describe("The answer is the same, and takes the same time, whether there is "
                             "such an account or not. An account gets three letters in an hour.")
                   .localised()
                   .may_answer(429, asks_too_often),
               [&recovery](const Call<Nothing, Forgotten>& call) {
                   return accepted(recovery.forgot_password(call.body.email, call.language,
                                                            call.caller.address));
               });
    router.add(account_route(Method::post, "/v1/auth/reset-password", "reset_password",
                             "Choose a new password with the token of the link")
                   .audited()
                   .describe("Ends every session of the account and uses the link up. A password "
                             "that is refused leaves it good.")
                   .may_answer(400, invalid_link)
                   .may_answer(429, "auth.too_many_attempts: too many links that were not good"),
               [&recovery](const Call<Nothing, NewPassword>& call) {
                   return recovery.reset_password(call.body.token, call.body.password,
                                                  call.caller.address);
               });
}

AddressProof address_proof(const http::Caller& caller, const ProvenLink& link) {
    AddressProof proof;
    if (caller.user && !caller.impersonator) proof.signed_in = UserId(*caller.user);
    if (link.password) proof.password = link.password->value();
    proof.client_address = caller.address;
    return proof;
}

void add_confirmation(http::Router& router, Recovery& recovery) {
    router.add(
        account_route(Method::post, "/v1/auth/verify-email", "verify_email",
                      "Confirm an address with the token of the link")
            .by(http::Access::shopper())
            .audited()
            .describe("Of the link sent after registering, or of the one that changes the address. "
                      "By whoever is signed in to the account, or sends its password: so that "
                      "nobody confirms what somebody else asked for. Once more: 204 again, while "
                      "the account has that address.")
            .may_answer(400, invalid_link)
            .may_answer(403, "auth.wrong_password: or none; the link stays good")
            .may_answer(429, too_many_attempts),
        [&recovery](const Call<Nothing, ProvenLink>& call) {
            return recovery.verify_address(call.body.token, address_proof(call.caller, call.body));
        });
}

void add_credentials(http::Router& router, OwnAccount& account) {
    router.add(own_route(Method::post, "/verification", "verify_email_again",
                         "Be sent the link that confirms the address again")
                   .localised()
                   .may_answer(409, "auth.already_verified")
                   .may_answer(429, too_many_letters),
               [&account](const Call<>& call) {
                   return accepted(account.verify_again(bearer_of(call.caller), call.language));
               });
    router.add(own_route(Method::post, "/password", "change_password", "Change the password")
                   .describe("Ends every other session of the account. A letter tells of it.")
                   .localised()
                   .may_answer(403, wrong_password)
                   .may_answer(429, too_many_attempts),
               [&account](const Call<Nothing, PasswordChange>& call) {
                   return account.change_password(bearer_of(call.caller),
                                                  call.body.current_password, call.body.password,
                                                  call.language);
               });
    router.add(
        own_route(Method::post, "/email", "change_email", "Change the address")
            .describe("Takes the password, and a code where there is a second factor. The new "
                      "address is sent a link, the old one a notice; nothing changes before the "
                      "link is opened. The answer does not tell whether the new address is "
                      "somebody's.")
            .localised()
            .may_answer(403, not_proven)
            .may_answer(429, std::string(too_many_letters) + "; " + too_many_attempts),
        [&account](const Call<Nothing, EmailChange>& call) {
            return accepted(account.change_address(
                bearer_of(call.caller), call.body.email,
                proof_of(call.body.current_password, call.body.code), call.language));
        });
}

void add_sessions(http::Router& router, OwnAccount& account) {
    router.add(own_route(Method::get, "/sessions", "list_own_sessions",
                         "Where the account is signed in, the last used first"),
               [&account](const Call<>& call) -> Result<http::Page<OwnSession>> {
                   return http::Page<OwnSession>{account.sessions(bearer_of(call.caller)), {}};
               });
    router.add(
        own_route(Method::del, "/sessions/{session}", "end_own_session", "Sign out somewhere"),
        [&account](const Call<SessionPath>& call) {
            return account.end_session(bearer_of(call.caller), call.path.session);
        });
    router.add(
        own_route(Method::del, "/sessions", "end_other_sessions", "Sign out everywhere but here"),
        [&account](const Call<>& call) -> Result<> {
            account.end_other_sessions(bearer_of(call.caller));
            return {};
        });
}

}  // namespace

void add_self_service_routes(http::Router& router, const SelfService& self_service) {
    add_recovery(router, *self_service.recovery);
    add_confirmation(router, *self_service.recovery);
    add_credentials(router, *self_service.own_account);
    add_sessions(router, *self_service.own_account);
}

}  // namespace kontor::auth
