#include "own_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace kontor::test {

namespace {

using Clock = std::chrono::steady_clock;

double median(std::vector<Clock::duration>& times) {
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return std::chrono::duration<double>(*middle).count();
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
    for (int i = 0; i < 60; ++i) {
        timed(taken, "taken14@example.org");
        timed(unused, "unused14-" + std::to_string(i) + "@example.org");
    }
    const auto ratio = median(taken) / median(unused);
    CHECK_MESSAGE((ratio > 0.9 && ratio < 1.1), "taken takes " << ratio << " times as long");

    for (const std::string email :
         {"taken14@example.org", "unused14-1@example.org", "no@example.org"}) {
        const auto refused = stranger.post(
            "/v1/auth/login", R"({"email":")" + email + R"(","password":"a quiet canal"})");
        CHECK(refused.status == 401);
        CHECK(refused.text("/code") == "invalid_credentials");
    }
}

}  // namespace kontor::test
