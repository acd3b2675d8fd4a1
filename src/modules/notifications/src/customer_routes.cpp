#include "routes.hpp"

#include <kainjow/mustache.hpp>

namespace kontor::notifications {

using platform::Result;
using namespace platform::http;

namespace {

constexpr auto tag = "Messages";
constexpr auto html = "text/html; charset=utf-8";
// Nobody's script, and no form to elsewhere.
constexpr auto page_policy =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

constexpr auto page = R"(<!doctype html>
<html lang="{{language}}"><head><meta charset="utf-8"><title>{{shop_name}}</title>
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"></head>
<body style="font-family: sans-serif; color: #222; max-width: 30em; margin: 4em auto">
<h1>{{shop_name}}</h1>
{{#is_done}}
<p>{{done}}</p>
{{/is_done}}
{{^is_done}}
<p>{{question}}</p>
<form method="post"><button>{{button}}</button></form>
{{/is_done}}
</body></html>
)";

struct Words {
    std::string_view language, question, button, done;
};

Words words_in(std::string_view language) {
    if (language.starts_with("de"))
        return {"de", "Möchten Sie diese Nachrichten nicht mehr bekommen?", "Abbestellen",
                "Sie bekommen diese Nachrichten nicht mehr."};
    return {"en", "Would you like to get these messages no longer?", "Unsubscribe",
            "You will not get these messages any more."};
}

Response unsubscribe_page(const std::string& shop_name, std::string_view language, bool is_done) {
    const auto words = words_in(language);
    kainjow::mustache::data values;
    values.set("shop_name", shop_name);
    values.set("language", std::string(words.language));
    values.set("question", std::string(words.question));
    values.set("button", std::string(words.button));
    values.set("done", std::string(words.done));
    values.set("is_done", is_done);
    return {200,
            {{"Content-Type", html},
             {"Content-Security-Policy", page_policy},
             {"Referrer-Policy", "no-referrer"},
             {"Cache-Control", "no-store"}},
            kainjow::mustache::mustache(page).render(values)};
}

struct TokenPath {
    std::string token;
};
BOOST_DESCRIBE_STRUCT(TokenPath, (), (token))

struct VariantPath {
    catalog::VariantId variant;
};
BOOST_DESCRIBE_STRUCT(VariantPath, (), (variant))

struct BackInStockRequest {
    std::optional<platform::EmailAddress> email;
};
BOOST_DESCRIBE_STRUCT(BackInStockRequest, (), (email))

Result<platform::EmailAddress> address_of(auth::Auth& auth, const Caller& caller,
                                          const BackInStockRequest& request) {
    if (caller.kind == Caller::Kind::customer && caller.user) {
        const auto user = auth.user(auth::UserId(*caller.user));
        if (!user) return user.error();
        return platform::EmailAddress::accept(user->email).value();
    }
    if (request.email) return *request.email;
    const std::string message = "Say where to write to, or sign in.";
    return platform::Error{platform::ErrorKind::invalid,
                           "notifications.email_required",
                           message,
                           {{"/email", "required", message}}};
}

void add_unsubscribing(Router& router, Correspondence& correspondence,
                       const std::string& shop_name) {
    const std::string path = "/v1/unsubscribe/{token}";
    router.add(Route(Method::get, path, "ask_to_unsubscribe",
                     "The page that a mail's link leads to: it asks, and changes nothing")
                   .tag(tag)
                   .localised()
                   .produces(html)
                   .may_answer(404, "notifications.bad_link"),
               [&correspondence, shop_name](const Call<TokenPath>& call) -> Result<Response> {
                   const auto meant = correspondence.subscription(call.path.token);
                   if (!meant) return meant.error();
                   return unsubscribe_page(shop_name, call.language, false);
               });

    router.add(
        Route(Method::post, path, "unsubscribe",
              "End messages of one kind to one address, with one click (RFC 8058)")
            .describe("Of marketing, the customer's consent to marketing_email is withdrawn.")
            .tag(tag)
            .localised()
            .produces(html)
            .raw_body("*/*")
            .up_to(4096)
            .idempotency(IdempotencyKey::ignored)
            .may_answer(404, "notifications.bad_link"),
        [&correspondence, shop_name](const Call<TokenPath, RawBody>& call) -> Result<Response> {
            const auto user_agent = find_header(call.request.headers, "User-Agent");
            const auto meant = correspondence.unsubscribe(
                call.path.token,
                {"unsubscribe link", call.caller.address, std::string(user_agent.value_or(""))});
            if (!meant) return meant.error();
            return unsubscribe_page(shop_name, call.language, true);
        });
}

void add_preferences(Router& router, Correspondence& correspondence) {
    const std::string path = "/v1/me/message-preferences";
    router.add(Route(Method::get, path, "get_message_preferences",
                     "What the customer is told, how, and in which language")
                   .by(Access::customer())
                   .tag(tag),
               [&correspondence](const Call<>& call) -> Result<Preferences> {
                   return correspondence.preferences(auth::UserId(*call.caller.user));
               });

    router.add(
        Route(Method::patch, path, "change_message_preferences",
              "Change it; mail about orders always comes")
            .by(Access::customer())
            .personally()
            .tag(tag)
            .may_answer(409, "notifications.consent_required: marketing comes to who consents")
            .may_answer(422,
                        "notifications.kind_not_optional, "
                        "notifications.too_many_devices"),
        [&correspondence](const Call<Nothing, PreferenceChange>& call) -> Result<Preferences> {
            return correspondence.change(auth::UserId(*call.caller.user), call.body);
        });
}

}  // namespace

void add_customer_routes(Router& router, Correspondence& correspondence, auth::Auth& auth,
                         const std::string& shop_name) {
    add_preferences(router, correspondence);
    add_unsubscribing(router, correspondence, shop_name);
    router.add(Route(Method::post, "/v1/products/{variant}/back-in-stock", "tell_when_back",
                     "Get one mail when the variant can be bought again")
                   .by(Access::shopper())
                   .tag(tag)
                   .localised()
                   .idempotency(IdempotencyKey::ignored)
                   .describe("A customer is written to at the account's address, a guest at the "
                             "one given. The answer is the same whether the address has asked "
                             "already, may ask no more, or has unsubscribed.")
                   .may_answer(422, "notifications.email_required"),
               [&correspondence,
                &auth](const Call<VariantPath, BackInStockRequest>& call) -> Result<Answer<202>> {
                   const auto email = address_of(auth, call.caller, call.body);
                   if (!email) return email.error();
                   std::optional<auth::UserId> customer;
                   if (call.caller.kind == Caller::Kind::customer)
                       customer = auth::UserId(*call.caller.user);
                   const auto asked = correspondence.tell_when_back(call.path.variant, *email,
                                                                    customer, call.language);
                   if (!asked) return asked.error();
                   return Answer<202>{};
               });
}

}  // namespace kontor::notifications
