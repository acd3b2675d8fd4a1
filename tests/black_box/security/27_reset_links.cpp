#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("27: a reset link is good once, for its own account, and leads to the shop") {
    const auto stranger = open_shop().stranger();
    const auto register_customer = [&](const std::string& email) {
        return stranger.post("/v1/auth/register",
                             R"({"email":")" + email + R"(","password":"a quiet canal"})");
    };
    const auto other = register_customer("other27@example.org");
    REQUIRE(register_customer("owner27@example.org").status == 201);
    // That the link has the configured origin is what token_for() looks for.
    REQUIRE(stranger
                .post("/v1/auth/forgot-password", R"({"email":"owner27@example.org"})",
                      {{"Host", "evil.example.org"}, {"X-Forwarded-Host", "evil.example.org"}})
                .status == 202);
    const auto token = open_shop().token_for("owner27@example.org", "reset-password");
    const auto reset = [&](const std::string& shown) {
        return stranger.post("/v1/auth/reset-password",
                             R"({"token":")" + shown + R"(","password":"a louder river"})");
    };
    const auto verification = open_shop().token_for("owner27@example.org", "verify-email");
    CHECK(reset(verification).status == 400);
    CHECK(reset(token).status == 204);
    const auto again = reset(token);
    CHECK(again.status == 400);
    CHECK(again.text("/code") == "auth.invalid_link");

    const auto log_in = [&](const std::string& email, const std::string& password) {
        return stranger
            .post("/v1/auth/login",
                  R"({"email":")" + email + R"(","password":")" + password + R"("})")
            .status;
    };
    CHECK(log_in("owner27@example.org", "a louder river") == 200);
    CHECK(log_in("other27@example.org", "a louder river") == 401);
    CHECK(stranger.get("/v1/me", {{"Authorization", "Bearer " + other.text("/access_token")}})
              .status == 200);
}

TEST_CASE("27: staff who read the letter do not see the token") {
    const auto stranger = open_shop().stranger();
    REQUIRE(stranger
                .post("/v1/auth/register",
                      R"({"email":"read27@example.org","password":"a quiet canal"})")
                .status == 201);
    const auto token = open_shop().token_for("read27@example.org", "verify-email");
    const auto listed = open_shop().staff().get(
        "/v1/admin/messages?kind=address_verification&recipient=read27@example.org");
    const auto letter = open_shop().staff().get("/v1/admin/messages/" + listed.text("/data/0/id"));
    CHECK(letter.body.find("verify-email?token=link_") != std::string::npos);
    CHECK(letter.body.find(token) == std::string::npos);
}

}  // namespace kontor::test
