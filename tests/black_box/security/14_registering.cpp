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
    for (int i = 0; i < 60; ++i) {
        timed(taken, "taken14@example.org");
        timed(unused, "unused14-" + std::to_string(i) + "@example.org");
    }
    // What other programs of this machine do falls upon the slower half.
    const auto is_alike = [&](double part) {
        const auto ratio = at(part, taken) / at(part, unused);
        return ratio > 0.9 && ratio < 1.1;
    };
    CHECK_MESSAGE((is_alike(0.5) || is_alike(0.25) || is_alike(0.1)),
                  "taken " << at(0.5, taken) << " s, unused " << at(0.5, unused) << " s");

    for (const std::string email :
         {"taken14@example.org", "unused14-1@example.org", "no@example.org"}) {
        const auto refused = stranger.post(
            "/v1/auth/login", R"({"email":")" + email + R"(","password":"a quiet canal"})");
        CHECK(refused.status == 401);
        CHECK(refused.text("/code") == "invalid_credentials");
    }
}

}  // namespace kontor::test
