#include "second_factor_fixture.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::auth;
namespace bj = boost::json;
namespace http = kontor::platform::http;
using http::Method;

namespace {

struct Front : SecondFactorFixture {
    http::Router router{{.version = "test", .authenticate = authenticator(*door), .clock = &clock}};
    std::vector<Shopper> taken_over;

    Front() {
        const auto take_over = [this](const Shopper& one) { taken_over.push_back(one); };
        add_routes(router, *door, take_over);
        add_second_factor_routes(router, *factors, take_over);
    }
    http::Response send(Method method, const std::string& target, const bj::object& body,
                        const std::string& access = {}, http::Headers headers = {}) {
        headers.emplace_back("Content-Type", "application/json");
        if (!access.empty()) headers.emplace_back("Authorization", "Bearer " + access);
        return router.handle(
            {method, target, headers, method == Method::get ? "" : bj::serialize(body), {}});
    }
    static std::string text(const http::Response& response, const std::string& pointer) {
        return std::string(bj::parse(response.body).at_pointer(pointer).as_string());
    }
};

}  // namespace

TEST_CASE_FIXTURE(Front, "signing in with a second factor takes two steps over HTTP") {
    const auto email = unused_email();
    const bj::object credentials{{"email", email}, {"password", good_password}};
    const auto access = text(send(Method::post, "/v1/auth/register", credentials), "/access_token");
    CHECK(bj::parse(send(Method::get, "/v1/me/mfa", {}, access).body) ==
          bj::value{{"enabled", false}, {"enabled_at", nullptr}, {"recovery_codes_left", 0}});
    CHECK(send(Method::post, "/v1/me/mfa", {}, access).status == 403);
    CHECK(send(Method::post, "/v1/me/mfa", {}).status == 401);
    const auto begun =
        send(Method::post, "/v1/me/mfa", {{"current_password", good_password}}, access);
    REQUIRE(begun.status == 201);
    CHECK(http::find_header(begun.headers, "Cache-Control") == "no-store");
    const auto key = text(begun, "/setup_key");
    CHECK(send(Method::post, "/v1/me/mfa/confirm", {{"code", "12"}}, access).status == 403);
    const auto confirmed =
        send(Method::post, "/v1/me/mfa/confirm", {{"code", code_of(key)}}, access);
    REQUIRE(confirmed.status == 200);
    next_step();

    const auto asked = send(Method::post, "/v1/auth/login", credentials);
    CHECK(asked.status == 403);
    CHECK(text(asked, "/code") == "mfa_required");
    const auto token = text(asked, "/mfa_token");
    CHECK(send(Method::get, "/v1/me/mfa", {}, token).status == 401);
    const auto show = [&](const std::string& code) {
        return send(Method::post, "/v1/auth/mfa", {{"mfa_token", token}, {"code", code}}, {},
                    {{"Guest-Token", "a token"}});
    };
    CHECK(show("000000").status == 401);
    CHECK(taken_over.empty());
    const auto signed_in = show(code_of(key));
    REQUIRE(signed_in.status == 200);
    CHECK(taken_over.size() == 1);
    const auto renewed = text(signed_in, "/access_token");
    CHECK(send(Method::get, "/v1/me/mfa", {}, renewed).status == 200);

    next_step();
    const bj::object proof{{"current_password", good_password}, {"code", code_of(key)}};
    CHECK(send(Method::post, "/v1/me/mfa/recovery-codes", proof, renewed).status == 200);
    CHECK(send(Method::post, "/v1/me/mfa/disable", proof, renewed).status == 403);
    const bj::object by_recovery{{"current_password", good_password},
                                 {"code", text(confirmed, "/recovery_codes/0")}};
    CHECK(send(Method::post, "/v1/me/mfa/disable", by_recovery, renewed).status == 403);
    next_step();
    const bj::object again{{"current_password", good_password}, {"code", code_of(key)}};
    CHECK(send(Method::post, "/v1/me/mfa/disable", again, renewed).status == 204);
    CHECK(send(Method::post, "/v1/auth/login", credentials).status == 200);
}

TEST_CASE_FIXTURE(Front, "the sixth wrong code is answered 429 over HTTP") {
    const auto email = unused_email();
    const bj::object credentials{{"email", email}, {"password", good_password}};
    const auto access = text(send(Method::post, "/v1/auth/register", credentials), "/access_token");
    const auto key =
        text(send(Method::post, "/v1/me/mfa", {{"current_password", good_password}}, access),
             "/setup_key");
    REQUIRE(send(Method::post, "/v1/me/mfa/confirm", {{"code", code_of(key)}}, access).status ==
            200);
    const auto token = text(send(Method::post, "/v1/auth/login", credentials), "/mfa_token");
    const bj::object wrong{{"mfa_token", token}, {"code", "000000"}};
    for (int i = 0; i < 5; ++i) CHECK(send(Method::post, "/v1/auth/mfa", wrong).status == 401);
    const auto over = send(Method::post, "/v1/auth/mfa", wrong);
    CHECK(over.status == 429);
    CHECK(http::find_header(over.headers, "Retry-After").has_value());
}
