#include "open_shop.hpp"
#include "own_shop.hpp"
#include "platform/db/database.hpp"
#include "response_times.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("14: a shop that opens accounts by mail tells nobody which addresses have one") {
    const OwnShop shop({{"KONTOR_AUTH_REGISTRATION", "by_mail"}});
    const HttpProbe stranger(shop.address());
    const auto ask = [&](const std::string& email) {
        return stranger.post("/v1/auth/register",
                             R"({"email":")" + email + R"(","password":"a quiet canal"})");
    };
    const auto first = ask("taken14@example.org");
    CHECK(first.status == 202);
    const auto ask_again = [&](const std::string& email) {
        const auto answer = ask(email);
        CHECK(answer.status == 202);
        CHECK(answer.body == first.body);
        CHECK(answer.headers.size() == first.headers.size());
    };
    CHECK(are_as_fast(
        [&](int) { ask_again("taken14@example.org"); },
        [&](int number) { ask_again("unused14-" + std::to_string(number) + "@example.org"); }, 60,
        0.1));

    for (const std::string email :
         {"taken14@example.org", "unused14-1@example.org", "no@example.org"}) {
        const auto refused = stranger.post(
            "/v1/auth/login", R"({"email":")" + email + R"(","password":"a quiet canal"})");
        CHECK(refused.status == 401);
        CHECK(refused.text("/code") == "invalid_credentials");
    }
}

TEST_CASE("14: who follows a link that a stranger had sent opens the account to nobody") {
    OpenShop shop({{"KONTOR_AUTH_REGISTRATION", "by_mail"}});
    const HttpProbe stranger = shop.stranger();
    const std::string email = "followed14@example.org";
    const std::string password = R"("password":"a quiet canal")";
    const auto log_in = [&] {
        return stranger.post("/v1/auth/login", R"({"email":")" + email + R"(",)" + password + "}");
    };
    REQUIRE(stranger.post("/v1/auth/register", R"({"email":")" + email + R"(",)" + password + "}")
                .status == 202);
    const auto token = R"({"token":")" + shop.token_for(email, "verify-email") + '"';
    const auto follow = [&](const std::string& more) {
        return stranger.post("/v1/auth/verify-email", token + more + "}");
    };
    CHECK(follow("").status == 403);
    const auto refused = follow(R"(,"password":"what its reader uses")");
    CHECK(refused.status == 403);
    CHECK(refused.text("/code") == "auth.wrong_password");
    CHECK(log_in().status == 401);
    // A day after it was sent nobody does.
    const auto wait = [&](const std::string& interval) {
        shop.database().superuser().transact([&](platform::Tx& tx) {
            tx.run("update auth.link set expires_at = expires_at - $1::interval", interval);
        });
    };
    wait("24 hours");
    CHECK(follow("," + password).status == 400);
    CHECK(log_in().status == 401);
    wait("-1 minute");
    CHECK(follow("," + password).status == 204);
    CHECK(log_in().status == 200);
}

}  // namespace kontor::test
