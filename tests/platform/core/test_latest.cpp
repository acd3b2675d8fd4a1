#include "platform/core/latest.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

using kontor::platform::Latest;

TEST_CASE("a value is read when it is first asked for, and not again until it has changed") {
    int readings = 0;
    Latest<int> latest([&] { return ++readings; });
    CHECK_FALSE(latest.known());
    CHECK(readings == 0);
    CHECK(*latest.get() == 1);
    CHECK(*latest.get() == 1);
    latest.forget();
    CHECK(*latest.known() == 1);
    CHECK(*latest.get() == 2);
    CHECK(*latest.known() == 2);
}

TEST_CASE("what was read before a change is not kept after it") {
    int readings = 0;
    Latest<int>* told = nullptr;
    Latest<int> latest([&] {
        if (readings == 0) told->forget();
        return ++readings;
    });
    told = &latest;
    CHECK(*latest.get() == 1);
    CHECK(*latest.get() == 2);
    CHECK(*latest.get() == 2);
}

TEST_CASE("a reading that takes long replaces nothing newer") {
    int readings = 0;
    Latest<int>* other = nullptr;
    Latest<int> latest([&] {
        const int begun = ++readings;
        if (begun == 1) {
            other->forget();
            CHECK(*other->get() == 2);
        }
        return begun;
    });
    other = &latest;
    CHECK(*latest.get() == 1);
    CHECK(*latest.known() == 2);
    CHECK(*latest.get() == 2);
}

TEST_CASE("where reading fails, the next one reads again") {
    bool is_broken = true;
    Latest<int> latest([&]() -> int {
        if (is_broken) throw std::runtime_error("out of order");
        return 1;
    });
    CHECK_THROWS_AS(latest.get(), std::runtime_error);
    is_broken = false;
    CHECK(*latest.get() == 1);
    latest.forget();
    is_broken = true;
    CHECK_THROWS_AS(latest.get(), std::runtime_error);
    CHECK(*latest.known() == 1);
}

TEST_CASE("a value that has grown old is read again") {
    int readings = 0;
    Latest<int> latest([&] { return ++readings; });
    const auto is_over = [](int reading) { return reading < 3; };
    CHECK(*latest.get_unless(is_over) == 2);
    CHECK(*latest.get_unless(is_over) == 3);
    CHECK(*latest.get_unless(is_over) == 3);
}

TEST_CASE("no thread is given what was true before a change that it told of") {
    constexpr int threads = 4;
    constexpr int changes = 2000;
    std::atomic<int> truth = 0;
    Latest<int> latest([&] { return truth.load(); });
    std::atomic<int> outdated = 0;
    {
        std::vector<std::jthread> tellers;
        for (int i = 0; i < threads; ++i)
            tellers.emplace_back([&] {
                for (int change = 0; change < changes; ++change) {
                    const int changed = ++truth;
                    latest.forget();
                    if (*latest.get() < changed) ++outdated;
                }
            });
    }
    CHECK(outdated == 0);
    CHECK(*latest.get() == threads * changes);
}
