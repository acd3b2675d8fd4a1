#include "accounts/account_routes.hpp"
#include "auth/provider_sign_in_module.hpp"
#include "bearers.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
namespace http = platform::http;
using http::Answer;
using http::Call;
using http::Method;
using http::Nothing;

namespace {

struct ProviderPath {
    std::string provider;
};
BOOST_DESCRIBE_STRUCT(ProviderPath, (), (provider))

using ReturnAddress = platform::Text<1, 500>;

struct Departure {
    std::optional<ReturnAddress> return_to;
};
BOOST_DESCRIBE_STRUCT(Departure, (), (return_to))

struct ProvenDeparture {
    std::optional<PasswordText> current_password;
    std::optional<CodeText> code;
    std::optional<ReturnAddress> return_to;
};
BOOST_DESCRIBE_STRUCT(ProvenDeparture, (), (current_password, code, return_to))

struct ReplyBody {
    platform::Text<1, 100> sign_in_token;
    platform::Text<1, 200> state;
    std::optional<platform::Text<1, 4000>> code;
    std::optional<platform::Text<1, 200>> error;
    std::optional<platform::Text<1, 500>> iss;
};
BOOST_DESCRIBE_STRUCT(ReplyBody, (), (sign_in_token, state, code, error, iss))

constexpr auto refused_reply =
    "auth.invalid_sign_in: unknown, over, finished already, or begun somewhere else; "
    "auth.id_token_refused: what the provider says is not to be believed";
constexpr auto unavailable = "auth.provider_unavailable: it does not answer as it should";
constexpr auto verify_first = "auth.verify_first: the address of the account is not confirmed";
constexpr auto how_to_finish =
    "Of the query that the browser comes back with: state, code or error, and iss where it is "
    "there; and the sign_in_token that was kept by the client which started. Each is good once.";

template <class T>
std::optional<std::string> text_of(const std::optional<T>& given) {
    if (!given) return std::nullopt;
    return given->value();
}

Result<ProviderReply> reply_of(const ReplyBody& body) {
    if (body.code.has_value() == body.error.has_value()) {
        const std::string message = "must be there, or error, but not both";
        return Error{ErrorKind::invalid,
                     "auth.no_reply",
                     "code " + message + ".",
                     {{"/code", "required", message}}};
    }
    return ProviderReply{body.state, text_of(body.code), text_of(body.error), text_of(body.iss)};
}

void add_signing_in(http::Router& router, ProviderSignIns& sign_ins, const TakeOver& take_over) {
    router.add(account_route(Method::get, "/v1/auth/providers", "list_sign_in_providers",
                             "Whom one may sign in with, beside a password"),
               [&sign_ins](const Call<>&) -> Result<http::Page<SignInProvider>> {
                   return http::Page<SignInProvider>{sign_ins.providers(), {}};
               });
    router.add(account_route(Method::post, "/v1/auth/providers/{provider}/sign-in",
                             "start_provider_sign_in", "Begin to sign in with a provider")
                   .describe("Keep sign_in_token where the page that finishes finds it, and send "
                             "the browser to authorization_url. It comes back to return_to, which "
                             "is one of the addresses that are configured.")
                   .may_answer(503, unavailable),
               [&sign_ins](const Call<ProviderPath, Departure>& call) {
                   return sign_ins.start(call.path.provider, text_of(call.body.return_to));
               });
    router.add(
        account_route(Method::post, "/v1/auth/providers/{provider}/sign-in/finish",
                      "finish_provider_sign_in", "Sign in with what a provider has answered")
            .describe(std::string(how_to_finish) +
                      " Who is new has an account from now on. A Guest-Token does what it does "
                      "with login.")
            .audited()
            .localised()
            .may_answer(400, refused_reply)
            .may_answer(403,
                        "mfa_required: a code is to be shown as well, with mfa_token, to "
                        "/v1/auth/mfa; auth.sign_in_denied, auth.provider_refused: at the "
                        "provider; auth.address_missing, auth.address_not_verified: it tells too "
                        "little to open an account; auth.no_account, auth.not_for_this_account")
            .may_answer(409,
                        "auth.connect_first: the address has an account that nothing shows "
                        "to be theirs")
            .may_answer(429, "auth.too_many_attempts: too many addresses were taken")
            .may_answer(503, unavailable),
        [&sign_ins, take_over](const Call<ProviderPath, ReplyBody>& call) -> Result<SignedIn> {
            const auto reply = reply_of(call.body);
            if (!reply) return reply.error();
            return welcomed(sign_ins.finish(call.path.provider, call.body.sign_in_token, *reply,
                                            client_of(call.request, call.caller, call.language)),
                            call.request, take_over);
        });
}

void add_connecting(http::Router& router, ProviderSignIns& sign_ins) {
    router.add(own_route(Method::post, "/sign-ins/{provider}", "start_connecting_provider",
                         "Begin to connect the account with a provider")
                   .describe("Takes the password, and a code where there is a second factor. Then "
                             "as signing in with it.")
                   .may_answer(403, std::string(not_proven) + "; auth.not_for_this_account")
                   .may_answer(409, verify_first)
                   .may_answer(429, too_many_attempts)
                   .may_answer(503, unavailable),
               [&sign_ins](const Call<ProviderPath, ProvenDeparture>& call) {
                   return sign_ins.start_connecting(
                       bearer_of(call.caller), call.path.provider,
                       proof_of(call.body.current_password, call.body.code),
                       text_of(call.body.return_to));
               });
    router.add(
        own_route(Method::post, "/sign-ins/{provider}/finish", "finish_connecting_provider",
                  "Connect the account with who one is at a provider")
            .describe(std::string(how_to_finish) + " A letter tells of it.")
            .localised()
            .may_answer(400, refused_reply)
            .may_answer(403, "auth.sign_in_denied, auth.provider_refused: at the provider")
            .may_answer(409, std::string("auth.already_connected: somebody's already, or the "
                                         "account is connected with somebody else there; ") +
                                 verify_first)
            .may_answer(503, unavailable),
        [&sign_ins](const Call<ProviderPath, ReplyBody>& call) -> Result<ConnectedProvider> {
            const auto reply = reply_of(call.body);
            if (!reply) return reply.error();
            return sign_ins.finish_connecting(bearer_of(call.caller), call.path.provider,
                                              call.body.sign_in_token, *reply, call.language);
        });
}

void add_managing(http::Router& router, ProviderSignIns& sign_ins) {
    router.add(own_route(Method::get, "/sign-ins", "list_connected_providers",
                         "Whom the account is signed in to with"),
               [&sign_ins](const Call<>& call) -> Result<http::Page<ConnectedProvider>> {
                   return http::Page<ConnectedProvider>{sign_ins.connected(bearer_of(call.caller)),
                                                        {}};
               });
    router.add(own_route(Method::post, "/sign-ins/{provider}/disconnect", "disconnect_provider",
                         "Sign in with a provider no longer")
                   .describe("Takes the password, and a code where there is a second factor. A "
                             "letter tells of it.")
                   .localised()
                   .may_answer(403, not_proven)
                   .may_answer(409, "auth.last_way_in: the account has no password yet")
                   .may_answer(429, too_many_attempts),
               [&sign_ins](const Call<ProviderPath, ProofBody>& call) {
                   return sign_ins.disconnect(bearer_of(call.caller), call.path.provider,
                                              proof_of(call.body.current_password, call.body.code),
                                              call.language);
               });
}

}  // namespace

void add_provider_routes(http::Router& router, ProviderSignIns& sign_ins, TakeOver take_over) {
    add_signing_in(router, sign_ins, take_over);
    add_connecting(router, sign_ins);
    add_managing(router, sign_ins);
}

}  // namespace kontor::auth
