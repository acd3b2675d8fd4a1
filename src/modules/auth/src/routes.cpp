#include "accounts/account_routes.hpp"
#include "auth/accounts_module.hpp"
#include "auth/registrar.hpp"
#include "bearers.hpp"

namespace kontor::auth {

using platform::Result;
namespace http = platform::http;
using http::Access;
using http::Answer;
using http::Call;
using http::Method;
using http::Nothing;

namespace {

struct TokenBody {
    platform::Text<1, 200> refresh_token;
};
BOOST_DESCRIBE_STRUCT(TokenBody, (), (refresh_token))

constexpr auto takes_over =
    "With a Guest-Token the guest's cart becomes part of the customer's, or that cart itself, as "
    "by merging it. One that is being bought stays the guest's.";

void add_registering_at_once(http::Router& router, Auth& auth, const TakeOver& take_over) {
    router.add(
        account_route(Method::post, "/v1/auth/register", "register_customer", "Open an account")
            .audited()
            .describe(takes_over)
            .localised()
            .may_answer(409, "auth.email_taken: there is an account with this address")
            .may_answer(429, "auth.too_many_attempts: too many addresses were taken"),
        [&auth,
         take_over](const Call<Nothing, Registration>& call) -> Result<Answer<201, SignedIn>> {
            const auto client = client_of(call.request, call.caller, call.language);
            return http::created(
                welcomed(auth.register_customer(call.body, client), call.request, take_over));
        });
}

void add_registering_by_mail(http::Router& router, Registrar& registrar) {
    router.add(
        account_route(Method::post, "/v1/auth/register", "register_customer", "Open an account")
            .audited()
            .describe("The answer is the same, and takes the same time, whether there is "
                      "such an account or not; a letter tells the owner of the address. "
                      "Who has confirmed it can sign in.")
            .localised()
            .may_answer(429, "auth.too_many_attempts: this client asks too often"),
        [&registrar](const Call<Nothing, Registration>& call) -> Result<Answer<202>> {
            const auto asked = registrar.ask_to_register(
                call.body, client_of(call.request, call.caller, call.language));
            if (!asked) return asked.error();
            return Answer<202>{};
        });
}

void add_login(http::Router& router, Auth& auth, const TakeOver& take_over) {
    router.add(account_route(Method::post, "/v1/auth/login", "login", "Sign in")
                   .audited()
                   .describe(takes_over)
                   .may_answer(401, "invalid_credentials: the address or the password is wrong")
                   .may_answer(403,
                               "mfa_required: a code is to be shown as well, with mfa_token, "
                               "to /v1/auth/mfa")
                   .may_answer(429, "auth.too_many_attempts: too many failures for this address"),
               [&auth, take_over](const Call<Nothing, Credentials>& call) {
                   const auto client = client_of(call.request, call.caller, call.language);
                   return welcomed(auth.login(call.body, client), call.request, take_over);
               });
}

void add_session_routes(http::Router& router, Auth& auth) {
    router.add(account_route(Method::post, "/v1/auth/refresh", "refresh_session", "Get new tokens")
                   .describe("A refresh token is good for one use. One that is used twice was "
                             "copied: its whole session ends.")
                   .may_answer(400, "invalid_grant: the token is not valid, or not any more"),
               [&auth](const Call<Nothing, TokenBody>& call) {
                   return auth.refresh(call.body.refresh_token);
               });
    router.add(account_route(Method::post, "/v1/auth/logout", "logout", "Sign out"),
               [&auth](const Call<Nothing, TokenBody>& call) -> Result<> {
                   auth.logout(call.body.refresh_token);
                   return {};
               });
}

}  // namespace

void add_account_route(http::Router& router, Auth& auth) {
    router.add(http::Route(Method::get, "/v1/me", "get_me", "The account signed in")
                   .by(Access::customer())
                   .tag("Accounts"),
               [&auth](const Call<>& call) { return auth.user(UserId(*call.caller.user)); });
}

void add_routes(http::Router& router, Auth& auth, TakeOver take_over, Registrar* registrar) {
    if (registrar)
        add_registering_by_mail(router, *registrar);
    else
        add_registering_at_once(router, auth, take_over);
    add_login(router, auth, take_over);
    add_session_routes(router, auth);
    router.add(http::Route(Method::get, "/.well-known/jwks.json", "get_signing_keys",
                           "The public keys of access tokens (RFC 7517)")
                   .tag("Accounts")
                   .produces("application/json"),
               [&auth](const Call<>&) -> Result<http::Response> {
                   return http::Response{200, {{"Content-Type", "application/json"}}, auth.jwks()};
               });
}

}  // namespace kontor::auth
