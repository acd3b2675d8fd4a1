#include "open_shop.hpp"
#include "own_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace kontor::test {

namespace {

using Clock = std::chrono::steady_clock;

// Of the times in order, that at this part of them.
double at(double part, std::vector<Clock::duration>& times) {
    const auto place =
        times.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times.size()));
    std::ranges::nth_element(times, place);
    return std::chrono::duration<double>(*place).count();
}

}  // namespace

TEST_CASE("14: a shop that opens accounts by mail tells nobody which addresses have one") {
    const OwnShop shop({{"KONTOR_AUTH_REGISTRATION", "by_mail"}});
    const HttpProbe stranger(shop.address());
    const auto ask = [&](const std::string& email) {
        return stranger.post("/v1/auth/register",
                             R"({"email":")" + email + R"(","password":"a quiet canal"})");
    };
    const auto first = ask("taken14@example.org");
    CHECK(first.status == 202);
    std::vector<Clock::duration> taken;
    std::vector<Clock::duration> unused;
    const auto timed = [&](std::vector<Clock::duration>& times, const std::string& email) {
        const auto begin = Clock::now();
        const auto answer = ask(email);
        times.push_back(Clock::now() - begin);
        CHECK(answer.status == 202);
        CHECK(answer.body == first.body);
        CHECK(answer.headers.size() == first.headers.size());
    };
    // What other programs of this machine do falls upon the slower half; a difference of the
    // shop's own shows each time.
    const auto is_alike = [&](double part) {
        const auto ratio = at(part, taken) / at(part, unused);
        return ratio > 0.9 && ratio < 1.1;
    };
    bool were_alike = false;
    for (int name = 0, comparison = 0; comparison < 3 && !were_alike; ++comparison) {
        taken.clear();
        unused.clear();
        for (int i = 0; i < 60; ++i) {
            timed(taken, "taken14@example.org");
            timed(unused, "unused14-" + std::to_string(name++) + "@example.org");
        }
        were_alike = is_alike(0.5) || is_alike(0.25) || is_alike(0.1);
        MESSAGE("taken " << at(0.5, taken) << " s, unused " << at(0.5, unused) << " s");
    }
    CHECK(were_alike);

    for (const std::string email :
         {"taken14@example.org", "unused14-1@example.org", "no@example.org"}) {
        const auto refused = stranger.post(
            "/v1/auth/login", R"({"email":")" + email + R"(","password":"a quiet canal"})");
        CHECK(refused.status == 401);
        CHECK(refused.text("/code") == "invalid_credentials");
    }
}

TEST_CASE("14: who follows a link that a stranger had sent opens the account to nobody") {
    const OpenShop shop({{"KONTOR_AUTH_REGISTRATION", "by_mail"}});
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
    CHECK(follow("," + password).status == 204);
    CHECK(log_in().status == 200);
}

}  // namespace kontor::test
