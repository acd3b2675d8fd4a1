#include "provider_fixture.hpp"

#include "platform/audit/audit_log.hpp"

#include <boost/json.hpp>

#include <algorithm>

using namespace kontor;
using namespace kontor::auth;
namespace bj = boost::json;
namespace http = kontor::platform::http;
using http::Method;

namespace {

struct ProviderFront : ProviderFixture {
    platform::AuditLog audit{own};
    http::Router router{{.version = "test",
                         .authenticate = authenticator(*door),
                         .clock = &clock,
                         .audit = &audit}};
    std::vector<Shopper> taken_over;

    ProviderFront() {
        add_provider_routes(router, *sign_ins,
                            [this](const Shopper& one) { taken_over.push_back(one); });
    }
    http::Response send(Method method, const std::string& target, const bj::object& body = {},
                        const std::string& access = {}, http::Headers headers = {}) {
        headers.emplace_back("Content-Type", "application/json");
        if (!access.empty()) headers.emplace_back("Authorization", "Bearer " + access);
        return router.handle(
            {method, target, headers, method == Method::get ? "" : bj::serialize(body), {}});
    }
    static std::string text(const http::Response& response, const std::string& pointer) {
        return std::string(bj::parse(response.body).at_pointer(pointer).as_string());
    }
    // What the page sends that the browser comes back to.
    bj::object came_back(const http::Response& started) {
        bj::object body{{"sign_in_token", text(started, "/sign_in_token")}};
        for (const auto& [name, value] : provider.visit(text(started, "/authorization_url")).query)
            body[name] = value;
        return body;
    }
    platform::AuditEntry newest(const std::string& action) {
        return audit.find({.action = action}).at(0);
    }
};

constexpr auto start_path = "/v1/auth/providers/example/sign-in";
constexpr auto finish_path = "/v1/auth/providers/example/sign-in/finish";

}  // namespace

TEST_CASE_FIXTURE(ProviderFront, "signing in with a provider over HTTP") {
    CHECK_EQ(bj::parse(send(Method::get, "/v1/auth/providers").body).at("data"),
             bj::value{{{"name", "example"}, {"title", "Example ID"}}});
    provider.behave({.person = person(), .names_itself = true});
    const auto started = send(Method::post, start_path);
    REQUIRE_EQ(started.status, 200);
    CHECK_EQ(http::find_header(started.headers, "Cache-Control"), "no-store");
    const auto body = came_back(started);
    const http::Headers guest{{"Guest-Token", "a token"}};
    const auto signed_in = send(Method::post, finish_path, body, {}, guest);
    REQUIRE_MESSAGE(signed_in.status == 200, signed_in.body);
    CHECK_EQ(text(signed_in, "/token_type"), "Bearer");
    CHECK_EQ(taken_over.size(), 1);
    const auto entry = newest("finish_provider_sign_in");
    CHECK_EQ(entry.status, 200);
    CHECK_EQ(entry.actor_kind, "customer");
    CHECK(std::ranges::find(entry.targets, text(signed_in, "/user/id")) != entry.targets.end());

    CHECK_EQ(send(Method::post, finish_path, body).status, 400);
    CHECK_EQ(newest("finish_provider_sign_in").code, "auth.invalid_sign_in");
    const auto access = text(signed_in, "/access_token");
    const auto list = send(Method::get, "/v1/me/sign-ins", {}, access);
    CHECK_EQ(text(list, "/data/0/provider"), "example");
    const auto left = send(Method::post, "/v1/me/sign-ins/example/disconnect", {}, access);
    CHECK_EQ(left.status, 409);
    CHECK_EQ(text(left, "/code"), "auth.last_way_in");
}

TEST_CASE_FIXTURE(ProviderFront, "connecting a provider over HTTP") {
    const auto account = with_password(unused_email(), true);
    const auto& access = account.access_token;
    provider.behave({.person = person()});
    const std::string path = "/v1/me/sign-ins/example";
    CHECK_EQ(send(Method::post, path).status, 401);
    CHECK_EQ(send(Method::post, path, {}, access).status, 403);
    const auto unconfirmed = with_password(unused_email(), false).access_token;
    const auto early = send(Method::post, path, {{"current_password", good_password}}, unconfirmed);
    CHECK_EQ(early.status, 409);
    CHECK_EQ(text(early, "/code"), "auth.verify_first");
    const auto started = send(Method::post, path, {{"current_password", good_password}}, access);
    REQUIRE_MESSAGE(started.status == 200, started.body);
    const auto connected = send(Method::post, path + "/finish", came_back(started), access);
    REQUIRE_MESSAGE(connected.status == 200, connected.body);
    CHECK_EQ(newest("finish_connecting_provider").status, 200);
    CHECK_EQ(send(Method::post, path + "/disconnect", {}, access).status, 403);
    CHECK_EQ(send(Method::post, path + "/disconnect", {{"current_password", good_password}}, access)
                 .status,
             204);
    CHECK_FALSE(newest("disconnect_provider").code.has_value());
}

TEST_CASE_FIXTURE(ProviderFront, "what cannot be done with a provider is answered as documented") {
    CHECK_EQ(send(Method::post, "/v1/auth/providers/another/sign-in").status, 404);
    const auto elsewhere = send(Method::post, start_path, {{"return_to", "https://evil.example"}});
    CHECK_EQ(elsewhere.status, 422);
    CHECK_EQ(text(elsewhere, "/errors/0/pointer"), "/return_to");
    provider.behave({.denies = "access_denied"});
    auto body = came_back(send(Method::post, start_path));
    const auto denied = send(Method::post, finish_path, body);
    CHECK_EQ(denied.status, 403);
    CHECK_EQ(text(denied, "/code"), "auth.sign_in_denied");
    body["code"] = "and a code";
    CHECK_EQ(send(Method::post, finish_path, body).status, 422);
    body.erase("code");
    body.erase("error");
    CHECK_EQ(send(Method::post, finish_path, body).status, 422);

    test::ProviderManners out_of_order;
    out_of_order.instead["/token"] = {.status = 500};
    provider.behave(out_of_order);
    const auto out = send(Method::post, finish_path, came_back(send(Method::post, start_path)));
    CHECK_EQ(out.status, 503);
    CHECK_EQ(text(out, "/code"), "auth.provider_unavailable");
    CHECK(http::find_header(out.headers, "Retry-After").has_value());
    CHECK_EQ(newest("finish_provider_sign_in").status, 503);
}
