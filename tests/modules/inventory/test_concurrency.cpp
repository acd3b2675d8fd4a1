#include "warehouse.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

void in_threads(int count, const auto& work) {
    std::vector<std::jthread> threads;
    for (int index = 0; index < count; ++index) threads.emplace_back([&, index] { work(index); });
}

}  // namespace

TEST_CASE("of 200 who want one of 50 pieces, exactly 50 get one") {
    Warehouse house;
    const auto variant = house.variant(50);
    std::atomic<int> buyer{0}, bought{0}, refused{0};
    in_threads(16, [&](int) {
        while (buyer++ < 200) {
            const auto holder = new_uuid();
            const auto reserved = house.reserve(holder, {{variant, 1}});
            if (!reserved) {
                if (reserved.error().code == "insufficient_stock") ++refused;
            } else if (house.inventory->allocate(holder, {{variant, 1}})) {
                ++bought;
            }
        }
    });
    CHECK(bought == 50);
    CHECK(refused == 150);
    CHECK(house.available(variant) == 0);
    CHECK(house.level(variant).allocated == 50);
    CHECK(is_sound(house));
}

TEST_CASE("baskets of the same articles in any order never wait for each other in a circle") {
    Warehouse house;
    std::vector<VariantId> variants;
    for (int index = 0; index < 5; ++index) variants.push_back(house.variant(400));
    std::atomic<int> failures{0};
    in_threads(16, [&](int seed) {
        std::mt19937 random(static_cast<unsigned>(seed));
        auto basket = variants;
        for (int round = 0; round < 25; ++round) {
            std::shuffle(basket.begin(), basket.end(), random);
            std::vector<Quantity> lines;
            for (std::size_t index = 0; index <= random() % 5; ++index)
                lines.push_back({basket[index], 1});
            const auto holder = new_uuid();
            try {
                const auto reserved = house.reserve(holder, lines);
                if (reserved && random() % 2 == 0)
                    house.inventory->release(holder);
                else if (reserved && !house.inventory->allocate(holder, lines))
                    ++failures;
            } catch (const std::exception& error) {
                MESSAGE(error.what());
                ++failures;
            }
        }
    });
    CHECK(failures == 0);
    CHECK(is_sound(house));
}

TEST_CASE("two requests of one checkout at the same time hold its goods once") {
    Warehouse house;
    const auto variant = house.variant(100);
    const auto holder = new_uuid();
    in_threads(8, [&](int) {
        for (int round = 0; round < 10; ++round)
            if (!house.reserve(holder, {{variant, 3}})) throw std::logic_error("refused");
    });
    CHECK(house.level(variant).reserved == 3);
    CHECK(is_sound(house));
}

TEST_CASE("sweeping, selling and releasing together lose nothing") {
    Warehouse house;
    const auto variant = house.variant(20);
    in_threads(8, [&](int index) {
        for (int round = 0; round < 30; ++round) {
            const auto holder = new_uuid();
            house.clock.advance(std::chrono::minutes(1));
            const auto reserved = house.reserve(holder, {{variant, 2}});
            if (index == 0) house.inventory->release_expired();
            if (reserved && round % 3 == 0) house.inventory->release(holder);
        }
    });
    house.clock.advance(std::chrono::minutes(11));
    house.inventory->release_expired();
    CHECK(house.available(variant) == 20);
    CHECK(is_sound(house));
}
