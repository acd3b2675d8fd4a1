#include "api_key_fixture.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::auth;
namespace http = kontor::platform::http;
using http::Method;

namespace {

struct Office : ApiKeyFixture {
    http::Router router{{.version = "test",
                         .authenticate = authenticator(*auth, keys.get()),
                         .clock = &clock,
                         .needs_shop_front = true}};

    Office() {
        add_api_key_routes(router, *keys, "a secret");
        router.add(http::Route(Method::get, "/v1/admin/orders", "orders", "For the test")
                       .by(http::Access::staff("orders.read")),
                   [](const http::Call<>&) -> platform::Result<> { return {}; });
        router.add(http::Route(Method::get, "/v1/carts", "carts", "For the test")
                       .by(http::Access::shopper()),
                   [](const http::Call<>&) -> platform::Result<> { return {}; });
    }

    std::string bearer(const std::string& role) {
        const auto email = unused_email();
        auth->create_user(registration(email), role).value();
        return "Bearer " + auth->login(credentials(email)).value().access_token;
    }
    http::Response send(Method method, const std::string& path, const http::Headers& headers,
                        const std::string& body = {}) {
        http::Request request{method, path, headers, body, {}};
        if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
        return router.handle(request);
    }
    static std::string code_of(const http::Response& response) {
        return std::string(boost::json::parse(response.body).at("code").as_string());
    }
};

const std::string path = "/v1/admin/api-keys";
const std::string wish = R"({"name":"robot","kind":"secret","scopes":["orders.read"]})";

}  // namespace

TEST_CASE_FIXTURE(Office, "an admin makes, sees and revokes keys over HTTP") {
    const http::Headers admin{{"Authorization", bearer("admin")}};
    const auto made = send(Method::post, path, admin, wish);
    REQUIRE(made.status == 201);
    const auto body = boost::json::parse(made.body);
    const std::string secret(body.at("secret").as_string());
    const auto location = std::string(http::find_header(made.headers, "Location").value());
    CHECK(location == path + "/" + std::string(body.at("key").at("id").as_string()));
    CHECK(http::find_header(made.headers, "Cache-Control") == "no-store");

    const http::Headers robot{{"Authorization", "Bearer " + secret}};
    CHECK(send(Method::get, "/v1/admin/orders", robot).status == 204);
    CHECK(send(Method::get, path, robot).status == 403);
    const auto listed = send(Method::get, path, admin);
    CHECK(listed.status == 200);
    CHECK(listed.body.find(secret) == std::string::npos);
    CHECK(send(Method::get, location, admin).body.find(R"("created_by":"user_)") !=
          std::string::npos);

    CHECK(send(Method::del, location, admin).status == 204);
    CHECK(code_of(send(Method::get, "/v1/admin/orders", robot)) == "auth.key_revoked");
    CHECK(send(Method::get, "/v1/admin/orders", robot).status == 401);
    CHECK(send(Method::del, location, admin).status == 204);
    CHECK(send(Method::del, path + "/" + ApiKeyId::make().text(), admin).status == 404);
}

TEST_CASE_FIXTURE(Office, "keys are for admins, and no key makes another") {
    for (const auto* role : {"customer", "staff"}) {
        const http::Headers them{{"Authorization", bearer(role)}};
        CHECK(send(Method::get, path, them).status == 403);
        CHECK(send(Method::post, path, them, wish).status == 403);
    }
    const http::Headers robot{
        {"Authorization", "Bearer " + made({"keys.read", "keys.write"}).secret}};
    CHECK(send(Method::get, path, robot).status == 200);
    CHECK(code_of(send(Method::post, path, robot, wish)) == "http.not_for_keys");
    const auto leaked = made({"keys.read"});
    CHECK(send(Method::del, path + "/" + leaked.key.id.text(), robot).status == 204);
    CHECK_FALSE(keys->identify(leaked.secret).has_value());
    const auto stronger = made({"orders.read"});
    CHECK(code_of(send(Method::del, path + "/" + stronger.key.id.text(), robot)) ==
          "auth.permission_not_held");
    CHECK(keys->identify(stronger.secret).has_value());
}

TEST_CASE_FIXTURE(Office, "a secret key is refused from browsers, and in any other place") {
    const auto secret = made().secret;
    const std::pair<std::string, std::string> shown{"Authorization", "Bearer " + secret};
    const auto orders = [&](const http::Headers& headers) {
        return send(Method::get, "/v1/admin/orders", headers);
    };
    CHECK(orders({shown}).status == 204);
    for (const auto* header : {"Origin", "Sec-Fetch-Site"})
        CHECK(code_of(orders({shown, {header, "same-origin"}})) == "auth.secret_key_in_browser");
    CHECK(orders({{"Publishable-Key", secret}}).status == 401);
    CHECK(orders({{"Authorization", "Basic " + secret}}).status == 401);
    CHECK(orders({{"Authorization", secret}}).status == 401);
    CHECK(orders({{"X-Api-Key", secret}}).status == 401);
    CHECK(orders({{"Cookie", "key=" + secret}}).status == 401);
    CHECK(send(Method::get, "/v1/admin/orders?key=" + secret, {}).status == 401);
}

TEST_CASE_FIXTURE(Office, "where it is required a shop front shows its publishable key") {
    const auto carts = [&](const http::Headers& headers) {
        return send(Method::get, "/v1/carts", headers);
    };
    CHECK(code_of(carts({})) == "http.publishable_key_required");
    const auto key = front({"https://www.shop.example"}).secret;
    CHECK(carts({{"Publishable-Key", key}}).status == 204);
    CHECK(carts({{"Publishable-Key", key}, {"Origin", "https://www.shop.example"}}).status == 204);
    CHECK(code_of(carts({{"Publishable-Key", key}, {"Origin", "https://evil.example"}})) ==
          "auth.key_not_for_origin");
    CHECK(code_of(carts({{"Publishable-Key", "pk_1"}})) == "auth.invalid_key");
    CHECK(carts({{"Authorization", "Bearer " + key}}).status == 401);
    CHECK(send(Method::get, "/v1/admin/orders", {{"Publishable-Key", key}}).status == 401);
}
