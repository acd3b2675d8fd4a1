#include "self_service_fixture.hpp"

#include "auth/accounts_module.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::auth;
namespace http = kontor::platform::http;
namespace bj = boost::json;
using http::Method;

namespace {

struct Front : SelfServiceFixture {
    http::Router router{{.version = "test", .authenticate = authenticator(*auth), .clock = &clock}};

    Front() {
        add_account_route(router, *auth);
        add_routes(router, *auth);
        add_self_service_routes(router, self_service);
    }

    http::Response send(Method method, const std::string& target, const std::string& access_token,
                        const std::optional<bj::object>& body = {}) {
        http::Headers headers{{"User-Agent", "Browser/7"}};
        if (!access_token.empty()) headers.emplace_back("Authorization", "Bearer " + access_token);
        if (body) headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, target, headers, body ? bj::serialize(*body) : "", {}});
    }
    http::Response post(const std::string& target, const bj::object& body,
                        const std::string& access_token = {}) {
        return send(Method::post, target, access_token, body);
    }
    bj::object sign_up(const std::string& email) {
        return bj::parse(
                   post("/v1/auth/register", {{"email", email}, {"password", good_password}}).body)
            .as_object();
    }
};

std::string text(const bj::value& object, std::string_view name) {
    return std::string(object.at(name).as_string());
}

std::string code(const http::Response& response) {
    return text(bj::parse(response.body), "code");
}

}  // namespace

TEST_CASE_FIXTURE(Front, "asking for a reset answers 202 and the same for everybody") {
    const auto email = unused_email();
    sign_up(email);
    const auto known = post("/v1/auth/forgot-password", {{"email", email}});
    const auto unknown = post("/v1/auth/forgot-password", {{"email", unused_email()}});
    CHECK(known.status == 202);
    CHECK(unknown.status == 202);
    CHECK(known.body == unknown.body);
    CHECK(post("/v1/auth/forgot-password", {{"email", "nobody"}}).status == 422);
}

TEST_CASE_FIXTURE(Front, "a password is reset over HTTP with the token, once") {
    const auto email = unused_email();
    sign_up(email);
    const bj::object body{{"token", reset_token(email)}, {"password", other_password}};
    CHECK(post("/v1/auth/reset-password", body).status == 204);
    const auto again = post("/v1/auth/reset-password", body);
    CHECK(again.status == 400);
    CHECK(code(again) == "auth.invalid_link");
    CHECK(post("/v1/auth/login", {{"email", email}, {"password", other_password}}).status == 200);
    CHECK(post("/v1/auth/reset-password", {{"token", reset_token(email)}, {"password", "short"}})
              .status == 422);
}

TEST_CASE_FIXTURE(Front, "an address is verified over HTTP, and /v1/me tells") {
    const auto email = unused_email();
    const auto access = text(sign_up(email), "access_token");
    const auto is_verified = [&] {
        return bj::parse(send(Method::get, "/v1/me", access).body).at("email_verified").as_bool();
    };
    CHECK_FALSE(is_verified());
    const auto early = send(Method::post, "/v1/me/verification", access);
    CHECK(early.status == 429);
    CHECK(http::find_header(early.headers, "Retry-After") == "60");
    clock.advance(std::chrono::seconds(61));
    CHECK(send(Method::post, "/v1/me/verification", access).status == 202);
    const bj::object body{{"token", verification_token(email)}};
    const auto unproven = post("/v1/auth/verify-email", body);
    CHECK(unproven.status == 403);
    CHECK(code(unproven) == "auth.wrong_password");
    CHECK(post("/v1/auth/verify-email", body, access).status == 204);
    CHECK(post("/v1/auth/verify-email", body).status == 204);
    CHECK(is_verified());
    CHECK(post("/v1/auth/verify-email", {{"token", "nonsense"}}).status == 400);
    CHECK(send(Method::post, "/v1/me/verification", access).status == 409);
    CHECK(send(Method::post, "/v1/me/verification", {}).status == 401);
}

TEST_CASE_FIXTURE(Front, "password and address are changed over HTTP by who knows the password") {
    const auto email = unused_email();
    const auto access = text(sign_up(email), "access_token");
    const auto wrong = post(
        "/v1/me/password", {{"current_password", "a guess"}, {"password", other_password}}, access);
    CHECK(wrong.status == 403);
    CHECK(code(wrong) == "auth.wrong_password");
    CHECK(post("/v1/me/password",
               {{"current_password", good_password}, {"password", other_password}}, access)
              .status == 204);
    const auto change = [&](const std::string& address, const std::string& password) {
        return post("/v1/me/email", {{"email", address}, {"current_password", password}}, access);
    };
    const auto wanted = unused_email();
    CHECK(change(wanted, good_password).status == 403);
    const auto accepted = change(wanted, other_password);
    CHECK(accepted.status == 202);
    clock.advance(std::chrono::seconds(61));
    const auto taken = change(somebody().user.email, other_password);
    CHECK(taken.status == 202);
    CHECK(taken.body == accepted.body);
    const auto link = facts<AddressChangeRequested>(email).front().link.value();
    CHECK(post("/v1/auth/verify-email", {{"token", token(link)}, {"password", other_password}})
              .status == 204);
    CHECK(text(bj::parse(send(Method::get, "/v1/me", access).body), "email") == wanted);
}

TEST_CASE_FIXTURE(Front, "own sessions are listed and ended over HTTP") {
    const auto email = unused_email();
    const auto here = text(sign_up(email), "access_token");
    const auto log_in = [&] {
        return text(
            bj::parse(post("/v1/auth/login", {{"email", email}, {"password", good_password}}).body),
            "access_token");
    };
    const auto there = log_in();
    const auto listed = bj::parse(send(Method::get, "/v1/me/sessions", here).body);
    const auto& sessions = listed.at("data").as_array();
    REQUIRE(sessions.size() == 2);
    for (const auto& session : sessions) {
        CHECK(text(session, "user_agent") == "Browser/7");
        if (session.at("current").as_bool()) continue;
        const auto path = "/v1/me/sessions/" + text(session, "id");
        CHECK(send(Method::del, path, here).status == 204);
        CHECK(send(Method::del, path, here).status == 404);
    }
    CHECK(send(Method::get, "/v1/me", there).status == 401);
    const auto third = log_in();
    const auto stranger = text(sign_up(unused_email()), "access_token");
    CHECK(send(Method::del, "/v1/me/sessions", here).status == 204);
    CHECK(send(Method::get, "/v1/me", third).status == 401);
    CHECK(send(Method::get, "/v1/me", here).status == 200);
    CHECK(send(Method::get, "/v1/me", stranger).status == 200);
    CHECK(send(Method::get, "/v1/me/sessions", {}).status == 401);
}
