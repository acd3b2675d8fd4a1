#include "terms.hpp"
#include "transfers.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
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

TEST_CASE("whoever reserves different goods at the same time holds those of one call") {
    Warehouse house;
    const std::array goods{house.variant(100), house.variant(100)};
    constexpr int holders = 50;
    for (int round = 0; round < holders; ++round) {
        const auto holder = new_uuid();
        std::barrier start(2);
        in_threads(2, [&](int thread) {
            start.arrive_and_wait();
            house.reserve(holder, {{goods[static_cast<std::size_t>(thread)], 1}});
        });
    }
    CHECK(house.level(goods[0]).reserved + house.level(goods[1]).reserved == holders);
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

namespace {

// Does at random what shoppers, staff and the sweeper do to stock.
class Actor {
public:
    Actor(Warehouse& house, const std::vector<VariantId>& variants, unsigned seed)
        : house_(house), variants_(variants), random_(seed) {
        for (int index = 0; index < 3; ++index) holders_.push_back(new_uuid());
    }

    void act() {
        const auto& holder = holders_[below(holders_.size())];
        switch (below(8)) {
            case 0:
            case 1:
            case 2:
                static_cast<void>(house_.reserve(holder, basket()));
                break;
            case 3:
            case 4:
                static_cast<void>(house_.inventory->allocate(holder, basket()));
                break;
            case 5:
                house_.inventory->release(holder);
                break;
            case 6:
                house_.inventory->deallocate(holder);
                break;
            default:
                house_.clock.advance(std::chrono::minutes(1));
                house_.inventory->release_expired();
        }
    }

    void leave() {
        for (const auto& holder : holders_) {
            house_.inventory->release(holder);
            house_.inventory->deallocate(holder);
        }
    }

private:
    std::size_t below(std::size_t count) { return random_() % count; }
    std::vector<Quantity> basket() {
        std::vector<Quantity> lines;
        for (std::size_t count = 1 + below(4); count > 0; --count)
            lines.push_back(
                {variants_[below(variants_.size())], 1 + static_cast<std::int64_t>(below(4))});
        return lines;
    }

    Warehouse& house_;
    const std::vector<VariantId>& variants_;
    std::mt19937 random_;
    std::vector<Uuid> holders_;
};

}  // namespace

TEST_CASE("whatever many do to the stock at once, its books agree at every moment") {
    Warehouse house;
    std::vector<VariantId> variants;
    for (int index = 0; index < 4; ++index) variants.push_back(house.variant(12));
    std::atomic<int> active{8}, violations{0}, oversold{0};
    in_threads(9, [&](int index) {
        if (index == 8) {
            while (active > 0) {
                for (const auto& found : house.inventory->check())
                    if (!found.invariant.starts_with("S3")) ++violations;
                oversold +=
                    static_cast<int>(house.count("select count(*) from inventory.stock_level"
                                                 " where on_hand - allocated - reserved < 0"));
            }
            return;
        }
        Actor actor(house, variants, static_cast<unsigned>(index));
        for (int round = 0; round < 60; ++round) actor.act();
        actor.leave();
        --active;
    });
    CHECK(violations == 0);
    CHECK(oversold == 0);
    for (const auto& variant : variants) CHECK(house.available(variant) == 12);
    CHECK(is_sound(house));
}

TEST_CASE("goods of several locations, on the move between them, are sold once") {
    Warehouse house;
    house.location("second");
    house.location("third");
    const Transfers transfers(house.backing);
    std::vector<VariantId> variants;
    for (int index = 0; index < 3; ++index) {
        variants.push_back(house.variant(20));
        house.put(variants.back(), "second", 20);
        house.put(variants.back(), "third", 20);
    }
    const std::array<const char*, 3> codes{"main", "second", "third"};
    std::atomic<int> sold{0}, failures{0};
    in_threads(10, [&](int index) {
        std::mt19937 random(static_cast<unsigned>(index));
        for (int round = 0; round < 40; ++round) {
            try {
                const auto& variant = variants[random() % variants.size()];
                if (index < 2) {
                    const auto from = random() % 3;
                    NewTransfer wanted;
                    wanted.source = *LocationCode::accept(codes[from]);
                    wanted.destination = *LocationCode::accept(codes[(from + 1) % 3]);
                    wanted.lines = {line(variant, 1 + static_cast<std::int64_t>(random() % 5))};
                    if (const auto sent = transfers.create(wanted))
                        static_cast<void>(transfers.receive(sent->id, {}));
                    continue;
                }
                const auto& other = variants[random() % variants.size()];
                const auto holder = new_uuid();
                const std::vector<Quantity> lines{{variant, 3}, {other, 2}};
                if (house.reserve(holder, lines) && house.inventory->allocate(holder, lines))
                    sold += 5;
            } catch (const std::exception& error) {
                MESSAGE(error.what());
                ++failures;
            }
        }
    });
    CHECK(failures == 0);
    std::int64_t left = 0;
    for (const auto& variant : variants) left += house.available(variant);
    CHECK(sold + left == 180);
    CHECK(house.count("select count(*) from inventory.stock_level"
                      " where on_hand - allocated - reserved < 0") == 0);
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
