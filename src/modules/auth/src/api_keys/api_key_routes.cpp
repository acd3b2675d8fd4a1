#include "auth/api_key_module.hpp"
#include "platform/http/counted_paging.hpp"
#include "staff/staff_module.hpp"

namespace kontor::auth {

using platform::Result;
using namespace platform::http;

namespace {

struct KeyPath {
    ApiKeyId key;
};
BOOST_DESCRIBE_STRUCT(KeyPath, (), (key))

struct KeyBody {
    platform::Text<1, 100> name;
    ApiKeyKind kind{};
    std::optional<std::vector<std::string>> scopes;
    std::optional<std::vector<std::string>> origins;
    std::optional<platform::Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(KeyBody, (), (name, kind, scopes, origins, expires_at))

Route key_route(Method method, const std::string& path, std::string operation,
                std::string summary) {
    return Route(method, "/v1/admin/api-keys" + path, std::move(operation), std::move(summary))
        .by_staff_of("keys")
        .tag("API keys (staff)");
}

NewApiKey wish_of(const KeyBody& body) {
    return {body.name.value(), body.kind, body.scopes.value_or(std::vector<std::string>{}),
            body.origins.value_or(std::vector<std::string>{}), body.expires_at};
}

void add_reading(Router& router, ApiKeys& keys, const Cursors& cursors) {
    router.add(key_route(Method::get, "", "list_api_keys", "API keys, the newest first")
                   .describe("With those that were revoked or have expired. The keys themselves "
                             "are not kept: hint tells how one begins and ends."),
               [&keys, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
                   return CountedPaging(cursors, "api keys", call.query)
                       .by_id(&ApiKey::id, [&](const auto& after, std::size_t rows) {
                           return keys.keys({after, rows});
                       });
               });
    router.add(key_route(Method::get, "/{key}", "get_api_key", "One API key"),
               [&keys](const Call<KeyPath>& call) { return keys.key(call.path.key); });
}

}  // namespace

void add_api_key_routes(Router& router, ApiKeys& keys, const std::string& cursor_secret) {
    add_reading(router, keys, Cursors(cursor_secret));
    router.add(
        key_route(Method::post, "", "create_api_key", "Make an API key")
            .personally()
            .describe("secret is shown this once. A secret key is for programs: it is sent as "
                      "Authorization: Bearer, never by a browser, and may at any time what its "
                      "scopes name and whoever made it may as well. A publishable key is for a "
                      "shop front: it is sent as Publishable-Key beside whatever else is, by pages "
                      "of its origins, or of any where it has none, and allows nothing.")
            .may_answer(403,
                        "auth.permission_not_held: scopes that you do not have yourself; "
                        "http.not_for_keys"),
        [&keys](const Call<Nothing, KeyBody>& call) -> Result<Answer<201, MadeApiKey>> {
            auto made = created(keys.make(authority_of(call.caller), wish_of(call.body)));
            if (made)
                made->headers = {{"Location", "/v1/admin/api-keys/" + made->body.key.id.text()}};
            return made;
        });
    router.add(key_route(Method::del, "/{key}", "revoke_api_key", "Revoke an API key")
                   .describe("At once, and for good. Again: no change. For whoever made it, or "
                             "has every permission that it names.")
                   .may_answer(403, "auth.permission_not_held: the key may more than the caller"),
               [&keys](const Call<KeyPath>& call) -> Result<> {
                   const auto revoked = keys.revoke(authority_of(call.caller), call.path.key);
                   if (!revoked) return revoked.error();
                   return {};
               });
}

}  // namespace kontor::auth
