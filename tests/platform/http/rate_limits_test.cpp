#include "platform/http/rate_limits.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kontor::platform::http;
using namespace std::chrono_literals;

namespace {

constexpr RateLimits::TimePoint noon{std::chrono::hours(12)};

RateLimitOptions three_a_minute() {
    RateLimitOptions options;
    options.reading = 3;
    options.writing = 2;
    return options;
}

}  // namespace

TEST_CASE("a client may ask so often in a window and then again in the next") {
    RateLimits limits(three_a_minute());
    const auto client = limits.at_address("203.0.113.9");
    const auto take = [&](auto after) {
        return limits.take(client, RateClass::reading, noon + after).value();
    };
    const auto first = take(0s);
    CHECK(first.limit == 3);
    CHECK(first.remaining == 2);
    CHECK(first.reset == 60);
    CHECK_FALSE(first.is_exceeded);
    CHECK_FALSE(take(1s).is_exceeded);
    const auto third = take(20500ms);
    CHECK(third.remaining == 0);
    CHECK(third.reset == 40);
    CHECK_FALSE(third.is_exceeded);
    CHECK(take(59s).is_exceeded);
    CHECK(take(59999ms).reset == 1);
    CHECK(limits.refused() == 2);
    const auto next = take(60s);
    CHECK_FALSE(next.is_exceeded);
    CHECK(next.remaining == 2);
    CHECK(next.reset == 60);
}

TEST_CASE("clients, accounts and classes do not eat each other's budgets") {
    RateLimits limits(three_a_minute());
    const auto is_exceeded = [&](const RateLimits::Client& client, RateClass of) {
        return limits.take(client, of, noon).value().is_exceeded;
    };
    const auto client = limits.at_address("203.0.113.9");
    for (int i = 0; i < 4; ++i) is_exceeded(client, RateClass::reading);
    CHECK(is_exceeded(client, RateClass::reading));
    CHECK_FALSE(is_exceeded(client, RateClass::writing));
    CHECK_FALSE(is_exceeded(limits.at_address("203.0.113.10"), RateClass::reading));
    CHECK_FALSE(is_exceeded(limits.with_account("203.0.113.9", "203.0.113.9"), RateClass::reading));
    CHECK(is_exceeded(limits.at_address("::ffff:203.0.113.9"), RateClass::reading));
}

TEST_CASE("a shop front has the budget of so many clients, or any") {
    auto options = three_a_minute();
    options.clients_of_shop_front = 4;
    RateLimits limits(options);
    const auto front = limits.with_shop_front("front", "203.0.113.9");
    for (int i = 0; i < 12; ++i)
        CHECK_FALSE(limits.take(front, RateClass::reading, noon)->is_exceeded);
    const auto refused =
        limits.take(limits.with_shop_front("front", "203.0.113.10"), RateClass::reading, noon);
    CHECK(refused->is_exceeded);
    CHECK(refused->limit == 12);
    CHECK_FALSE(
        limits.take(limits.with_shop_front("other", "203.0.113.9"), RateClass::reading, noon)
            ->is_exceeded);
    options.clients_of_shop_front = 0;
    RateLimits unbounded(options);
    CHECK_FALSE(
        unbounded.take(unbounded.with_shop_front("front", "203.0.113.9"), RateClass::reading, noon)
            .has_value());
    options.clients_of_shop_front = 1'000'000;
    options.reading = 1'000'000'000;
    RateLimits large(options);
    CHECK(large.take(large.with_shop_front("front", "203.0.113.9"), RateClass::reading, noon)
              ->limit == 0xFFFFFFFF);
}

TEST_CASE("a network of IPv6 that one client has is one client") {
    RateLimits limits(three_a_minute());
    for (const auto* address : {"2001:db8::1", "2001:db8::2", "2001:db8::3"})
        limits.take(limits.at_address(address), RateClass::reading, noon);
    const auto is_exceeded = [&](const char* address) {
        return limits.take(limits.at_address(address), RateClass::reading, noon)->is_exceeded;
    };
    CHECK(is_exceeded("2001:db8::4"));
    CHECK_FALSE(is_exceeded("2001:db8:0:1::4"));
}

TEST_CASE("exempt addresses are not counted, nor what is not limited") {
    auto options = three_a_minute();
    options.exempt = {*Network::accept("10.0.0.0/8")};
    RateLimits limits(options);
    for (int i = 0; i < 10; ++i)
        for (const auto& client :
             {limits.at_address("10.0.0.1"), limits.with_account("ada", "10.0.0.1"),
              limits.at_address(""), limits.with_account("ada", "")}) {
            const auto allowance = limits.take(client, RateClass::reading, noon).value();
            CHECK_FALSE(allowance.is_exceeded);
            CHECK(allowance.remaining == 3);
        }
    const auto client = limits.at_address("203.0.113.9");
    CHECK_FALSE(limits.take(client, RateClass::unlimited, noon).has_value());
    CHECK_FALSE(limits.take(client, RateClass::credentials, noon).has_value());
    CHECK(limits.refused() == 0);
}

TEST_CASE("more clients than can be remembered push out those who came first") {
    auto options = three_a_minute();
    options.clients = 512;
    RateLimits limits(options);
    const auto client = limits.at_address("203.0.113.9");
    for (int i = 0; i < 3; ++i) limits.take(client, RateClass::reading, noon);
    for (int i = 0; i < 100'000; ++i)
        limits.take(limits.with_account(std::to_string(i), "203.0.113.9"), RateClass::reading,
                    noon + 1s);
    CHECK_FALSE(limits.take(client, RateClass::reading, noon + 2s)->is_exceeded);
}

TEST_CASE("threads share one budget") {
    RateLimitOptions options;
    options.reading = 1000;
    RateLimits limits(options);
    std::atomic<int> admitted{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                const auto client = limits.at_address("203.0.113.9");
                for (int request = 0; request < 1000; ++request)
                    if (!limits.take(client, RateClass::reading, noon)->is_exceeded) ++admitted;
            });
    }
    CHECK(admitted == 1000);
    CHECK(limits.refused() == 3000);
}
