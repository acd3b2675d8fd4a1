#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

TEST_CASE("what is reserved can no longer be sold, and comes back when it is released") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    const auto holder = new_uuid();

    CHECK(house.reserve(holder, {{variant, 2}}).has_value());
    CHECK(house.available(variant) == 3);
    CHECK(house.level(variant).reserved == 2);

    house.inventory->release(holder);
    CHECK(house.available(variant) == 5);
    house.inventory->release(holder);
    CHECK(house.available(variant) == 5);
    CHECK(is_sound(house));
}

TEST_CASE("a reservation is for all lines or for none") {
    auto& house = warehouse();
    const auto plenty = house.variant(10);
    const auto scarce = house.variant(1, "scarce-one");

    const auto refused = house.reserve(new_uuid(), {{plenty, 4}, {scarce, 2}});
    REQUIRE(refused.has_error());
    const auto& error = refused.error();
    CHECK(error.kind == platform::ErrorKind::conflict);
    CHECK(error.code == "insufficient_stock");
    REQUIRE(error.problems.size() == 1);
    CHECK(error.problems[0].pointer == "/items/1");
    REQUIRE(error.details.size() == 2);
    CHECK(std::get<std::string>(error.details[0].second) == "scarce-one");
    CHECK(std::get<std::int64_t>(error.details[1].second) == 1);
    CHECK(house.available(plenty) == 10);
    CHECK(house.available(scarce) == 1);
}

TEST_CASE("lines of one variant are reserved together") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    const auto refused = house.reserve(new_uuid(), {{variant, 3}, {variant, 3}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().problems.size() == 2);
    CHECK(house.reserve(new_uuid(), {{variant, 3}, {variant, 2}}).has_value());
    CHECK(house.available(variant) == 0);
}

TEST_CASE("reserving again for the same holder replaces what it held") {
    auto& house = warehouse();
    const auto first = house.variant(5);
    const auto second = house.variant(5);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{first, 5}}).has_value());
    REQUIRE(house.reserve(holder, {{first, 5}}).has_value());
    CHECK(house.available(first) == 0);
    REQUIRE(house.reserve(holder, {{first, 1}, {second, 2}}).has_value());
    CHECK(house.available(first) == 4);
    CHECK(house.available(second) == 3);
    CHECK(is_sound(house));
}

TEST_CASE("reserving the same again moves no goods, only the time until which they are held") {
    Warehouse house;
    const auto variant = house.variant(5);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{variant, 2}}).has_value());
    const std::string movements = "select count(*) from inventory.movement";
    const auto before = house.count(movements);
    house.clock.advance(std::chrono::minutes(6));
    REQUIRE(house.reserve(holder, {{variant, 1}, {variant, 1}}).has_value());
    CHECK(house.count(movements) == before);
    house.clock.advance(std::chrono::minutes(6));
    CHECK(house.inventory->release_expired() == 0);
    house.clock.advance(std::chrono::minutes(5));
    CHECK(house.inventory->release_expired() == 1);
    CHECK(is_sound(house));
}

TEST_CASE("reserving nothing gives back what was held") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{variant, 2}}).has_value());
    REQUIRE(house.reserve(holder, {}).has_value());
    CHECK(house.available(variant) == 5);
}

TEST_CASE("a quantity below one is a mistake of the caller") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    CHECK_THROWS_AS(static_cast<void>(house.reserve(new_uuid(), {{variant, 0}})),
                    std::invalid_argument);
    CHECK_THROWS_AS(
        static_cast<void>(house.inventory->allocate(new_uuid(), {{variant, 2}, {variant, -1}})),
        std::invalid_argument);
    CHECK(house.available(variant) == 5);
}

TEST_CASE("a basket is reserved and allocated in two round trips each, however many lines it has") {
    Warehouse house;
    std::vector<Quantity> lines;
    for (int index = 0; index < 5; ++index) lines.push_back({house.variant(100), 2});
    const auto round_trips = [&](auto work) {
        const auto before = house.database.pool().statistics().round_trips;
        work();
        return house.database.pool().statistics().round_trips - before;
    };
    const auto buy = [&](const Uuid& holder) {
        CHECK(round_trips([&] { REQUIRE(house.reserve(holder, lines).has_value()); }) <= 2);
        CHECK(round_trips([&] { REQUIRE(house.inventory->allocate(holder, lines).has_value()); }) <=
              2);
    };
    REQUIRE(house.reserve(new_uuid(), lines).has_value());
    REQUIRE(house.inventory->allocate(new_uuid(), lines).has_value());
    buy(new_uuid());
    CHECK(is_sound(house));
}

TEST_CASE("a refused change of a reservation leaves it as it was") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{variant, 3}}).has_value());
    CHECK(house.reserve(holder, {{variant, 6}}).has_error());
    CHECK(house.level(variant).reserved == 3);
}

TEST_CASE("what expired is given to whoever needs it, before any job comes round") {
    Warehouse house;
    const auto variant = house.variant(2);
    REQUIRE(house.reserve(new_uuid(), {{variant, 2}}).has_value());
    CHECK(house.reserve(new_uuid(), {{variant, 1}}).has_error());
    house.clock.advance(std::chrono::minutes(11));
    CHECK(house.reserve(new_uuid(), {{variant, 1}}).has_value());
    CHECK(house.available(variant) == 1);
    CHECK(is_sound(house));
}

TEST_CASE("the job gives back what expired, and nothing before its time") {
    Warehouse house;
    const auto variant = house.variant(4);
    REQUIRE(house.reserve(new_uuid(), {{variant, 2}}).has_value());
    house.clock.advance(std::chrono::minutes(5));
    REQUIRE(house.reserve(new_uuid(), {{variant, 1}}).has_value());
    house.clock.advance(std::chrono::minutes(5));
    CHECK(house.inventory->release_expired() == 1);
    CHECK(house.available(variant) == 3);
    CHECK(house.inventory->release_expired() == 0);
    CHECK(is_sound(house));
}

TEST_CASE("a reservation becomes an allocation, once") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{variant, 2}}).has_value());
    CHECK(house.inventory->allocate(holder, {{variant, 2}}).has_value());
    CHECK(house.inventory->allocate(holder, {{variant, 2}}).has_value());
    CHECK(house.level(variant).allocated == 2);
    CHECK(house.level(variant).reserved == 0);
    CHECK(house.available(variant) == 3);
    house.inventory->release(holder);
    CHECK(house.level(variant).allocated == 2);
    CHECK(is_sound(house));
}

TEST_CASE("allocating gives back what was reserved beyond it") {
    auto& house = warehouse();
    const auto wanted = house.variant(5);
    const auto dropped = house.variant(5);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{wanted, 3}, {dropped, 2}}).has_value());
    CHECK(house.inventory->allocate(holder, {{wanted, 1}}).has_value());
    CHECK(house.available(wanted) == 4);
    CHECK(house.available(dropped) == 5);
    CHECK(is_sound(house));
}

TEST_CASE("an allocation whose reservation expired is acquired anew while there is stock") {
    Warehouse house;
    const auto variant = house.variant(2);
    const auto late = new_uuid();
    REQUIRE(house.reserve(late, {{variant, 2}}).has_value());
    house.clock.advance(std::chrono::minutes(11));
    house.inventory->release_expired();
    CHECK(house.inventory->allocate(late, {{variant, 2}}).has_value());
    CHECK(house.level(variant).allocated == 2);

    const auto too_late = new_uuid();
    const auto refused = house.inventory->allocate(too_late, {{variant, 1}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "insufficient_stock");
    CHECK(is_sound(house));
}

TEST_CASE("a reservation past its time still becomes an allocation when nobody took it") {
    Warehouse house;
    const auto variant = house.variant(1);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{variant, 1}}).has_value());
    house.clock.advance(std::chrono::minutes(11));
    CHECK(house.inventory->allocate(holder, {{variant, 1}}).has_value());
    CHECK(is_sound(house));
}

TEST_CASE("a cancelled order's goods can be sold again") {
    auto& house = warehouse();
    const auto variant = house.variant(3);
    const auto holder = new_uuid();
    REQUIRE(house.inventory->allocate(holder, {{variant, 3}}).has_value());
    house.inventory->deallocate(holder);
    house.inventory->deallocate(holder);
    CHECK(house.available(variant) == 3);
    CHECK(is_sound(house));
}

TEST_CASE("reservations are announced only where a variant becomes buyable or ceases to be") {
    auto& house = warehouse();
    const auto variant = house.variant(3);
    CHECK(house.announced(variant) == 1);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(new_uuid(), {{variant, 1}}).has_value());
    REQUIRE(house.reserve(new_uuid(), {{variant, 1}}).has_value());
    CHECK(house.announced(variant) == 1);
    REQUIRE(house.reserve(holder, {{variant, 1}}).has_value());
    CHECK(house.announced(variant) == 2);
    house.inventory->release(holder);
    CHECK(house.announced(variant) == 3);
}
