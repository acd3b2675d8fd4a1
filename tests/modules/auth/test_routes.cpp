#include "fixture.hpp"

#include "auth/accounts_module.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::auth;
namespace http = kontor::platform::http;
using http::Method;

namespace {

struct Shop : Fixture {
    http::Router router{{.version = "test", .authenticate = authenticator(*auth), .clock = &clock}};
    std::vector<Shopper> taken_over;

    Shop() {
        add_account_route(router, *auth);
        add_routes(router, *auth, [this](const Shopper& one) { taken_over.push_back(one); });
        router.add(http::Route(Method::get, "/v1/admin/staff-only", "staff_only", "For the test")
                       .by(http::Access::staff("orders.read")),
                   [](const http::Call<>&) -> platform::Result<> { return {}; });
    }

    http::Response post(const std::string& target, const std::string& body) {
        return router.handle(
            {Method::post, target, {{"Content-Type", "application/json"}}, body, {}});
    }
    http::Response get(const std::string& target, const std::string& authorization = {}) {
        http::Headers headers;
        if (!authorization.empty()) headers.emplace_back("Authorization", authorization);
        return router.handle({Method::get, target, headers, {}, {}});
    }
    http::Response sign_up(const std::string& email, const std::string& password = good_password) {
        return post("/v1/auth/register", boost::json::serialize(boost::json::object{
                                             {"email", email}, {"password", password}}));
    }
};

boost::json::object body_of(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
}

std::string text(const http::Response& response, std::string_view name) {
    const auto body = body_of(response);
    return std::string(body.at(name).as_string());
}

}  // namespace

TEST_CASE_FIXTURE(Shop, "who signs in with a guest's token takes over what it opens") {
    const auto email = unused_email();
    const auto credentials =
        boost::json::serialize(boost::json::object{{"email", email}, {"password", good_password}});
    const auto with_token = [&](const std::string& target, const std::string& body) {
        return router.handle({Method::post,
                              target,
                              {{"Content-Type", "application/json"}, {"Guest-Token", "a token"}},
                              body,
                              {}});
    };
    const auto registered = with_token("/v1/auth/register", credentials);
    REQUIRE(registered.status == 201);
    REQUIRE(taken_over.size() == 1);
    CHECK(taken_over[0].customer->text() == body_of(registered).at("user").at("id").as_string());
    CHECK_FALSE(taken_over[0].guest_token_hash.empty());
    REQUIRE(with_token("/v1/auth/login", credentials).status == 200);
    CHECK(taken_over.size() == 2);
    CHECK(taken_over[1].guest_token_hash == taken_over[0].guest_token_hash);

    CHECK(with_token("/v1/auth/login", R"({"email":"x@example.org","password":"wrong wrong"})")
              .status == 401);
    CHECK(post("/v1/auth/login", credentials).status == 200);
    const auto staff = unused_email();
    REQUIRE(auth->create_user({*platform::EmailAddress::accept(staff),
                               *platform::Text<1, 1024>::accept(good_password), std::nullopt},
                              roles::staff)
                .has_value());
    CHECK(with_token("/v1/auth/login", boost::json::serialize(boost::json::object{
                                           {"email", staff}, {"password", good_password}}))
              .status == 200);
    CHECK(taken_over.size() == 2);
}

TEST_CASE_FIXTURE(Shop, "registering over HTTP answers 201 with the user and the tokens") {
    const auto email = unused_email();
    const auto response = sign_up(email);
    REQUIRE(response.status == 201);
    const auto body = body_of(response);
    CHECK(body.at("user").at("email").as_string() == email);
    CHECK(body.at("user").at("id").as_string().starts_with("user_"));
    CHECK(body.at("token_type").as_string() == "Bearer");
    CHECK(body.at("expires_in").as_int64() == 900);
    CHECK(body.contains("access_token"));
    CHECK(body.contains("refresh_token"));
    CHECK(http::find_header(response.headers, "Cache-Control") == "no-store");
    CHECK(response.body.find("password") == std::string::npos);
}

TEST_CASE_FIXTURE(Shop, "registering over HTTP refuses what is wrong with it") {
    const auto email = unused_email();
    REQUIRE(sign_up(email).status == 201);
    CHECK(sign_up(email).status == 409);
    CHECK(sign_up("nobody").status == 422);
    CHECK(text(sign_up(unused_email(), "short"), "code") == "auth.password_too_short");
    CHECK(sign_up(unused_email(), std::string(2000, 'x')).status == 422);
    CHECK(post("/v1/auth/register",
               R"({"email":"eve@example.org","password":"a walk in the rain","role":"admin"})")
              .status == 422);
    CHECK(post("/v1/auth/register", "").status == 400);
    CHECK(post("/v1/auth/register", "[]").status == 422);
}

TEST_CASE_FIXTURE(Shop, "logging in over HTTP answers 200, or 401 with a problem") {
    const auto email = unused_email();
    REQUIRE(sign_up(email).status == 201);
    const auto login = [&](const std::string& password) {
        return post("/v1/auth/login", boost::json::serialize(boost::json::object{
                                          {"email", email}, {"password", password}}));
    };
    CHECK(login(good_password).status == 200);
    const auto refused = login("something else");
    CHECK(refused.status == 401);
    CHECK(text(refused, "code") == "invalid_credentials");
    CHECK(http::find_header(refused.headers, "Content-Type") == "application/problem+json");
}

TEST_CASE_FIXTURE(Shop, "the eleventh login that fails is told when to come again") {
    const auto body = R"({"email":")" + unused_email() + R"(","password":"a guess"})";
    for (int i = 0; i < 10; ++i) CHECK(post("/v1/auth/login", body).status == 401);
    const auto refused = post("/v1/auth/login", body);
    CHECK(refused.status == 429);
    CHECK(http::find_header(refused.headers, "Retry-After") == "600");
}

TEST_CASE_FIXTURE(Shop, "refreshing over HTTP rotates, and answers 400 for a token used up") {
    const auto first = text(sign_up(unused_email()), "refresh_token");
    const auto refresh = [&](const std::string& token) {
        return post("/v1/auth/refresh", R"({"refresh_token":")" + token + R"("})");
    };
    const auto rotated = refresh(first);
    REQUIRE(rotated.status == 200);
    const auto second = text(rotated, "refresh_token");
    CHECK(second != first);
    const auto replayed = refresh(first);
    CHECK(replayed.status == 400);
    CHECK(text(replayed, "code") == "invalid_grant");
    CHECK(refresh(second).status == 400);
    CHECK(get("/v1/me", "Bearer " + text(rotated, "access_token")).status == 401);
}

TEST_CASE_FIXTURE(Shop, "logging out over HTTP ends the session at once") {
    const auto signed_in = sign_up(unused_email());
    const auto bearer = "Bearer " + text(signed_in, "access_token");
    CHECK(get("/v1/me", bearer).status == 200);
    const auto body = R"({"refresh_token":")" + text(signed_in, "refresh_token") + R"("})";
    CHECK(post("/v1/auth/logout", body).status == 204);
    CHECK(get("/v1/me", bearer).status == 401);
    CHECK(post("/v1/auth/logout", body).status == 204);
}

TEST_CASE_FIXTURE(Shop, "/v1/me tells who is signed in, and nothing secret") {
    const auto email = unused_email();
    const auto response = get("/v1/me", "bearer " + text(sign_up(email), "access_token"));
    REQUIRE(response.status == 200);
    CHECK(text(response, "email") == email);
    CHECK(response.body.find("hash") == std::string::npos);
}

TEST_CASE_FIXTURE(Shop, "whoever shows no valid access token is answered 401") {
    const auto signed_in = sign_up(unused_email());
    const auto token = text(signed_in, "access_token");
    CHECK(get("/v1/me").status == 401);
    CHECK(get("/v1/me", "Basic " + token).status == 401);
    CHECK(get("/v1/me", "Bearer").status == 401);
    CHECK(get("/v1/me", "Bearer ").status == 401);
    CHECK(get("/v1/me", "Bearer " + token + "x").status == 401);
    CHECK(get("/v1/me", "Bearer " + text(signed_in, "refresh_token")).status == 401);
    CHECK(get("/v1/me?access_token=" + token).status == 401);
}

TEST_CASE_FIXTURE(Shop, "the staff's addresses are for staff") {
    const auto bearer = [&](std::string_view role) {
        const auto email = unused_email();
        auth->create_user(registration(email), role).value();
        return "Bearer " + auth->login(credentials(email)).value().access_token;
    };
    CHECK(get("/v1/admin/staff-only").status == 401);
    CHECK(get("/v1/admin/staff-only", bearer(roles::customer)).status == 403);
    CHECK(get("/v1/admin/staff-only", bearer(roles::staff)).status == 204);
    CHECK(get("/v1/admin/staff-only", bearer(roles::admin)).status == 204);
}

TEST_CASE_FIXTURE(Shop, "the public keys are for everybody, the secret ones for nobody") {
    const auto response = get("/.well-known/jwks.json");
    REQUIRE(response.status == 200);
    CHECK(http::find_header(response.headers, "Content-Type") == "application/json");
    const auto keys = body_of(response).at("keys").as_array();
    REQUIRE(!keys.empty());
    for (const auto& key : keys) {
        CHECK(key.at("kty").as_string() == "OKP");
        CHECK_FALSE(key.as_object().contains("d"));
    }
}
