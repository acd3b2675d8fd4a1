#include "stockroom.hpp"
#include "terms.hpp"
#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

LocationChange enabled(bool yes) {
    LocationChange change;
    change.enabled = yes;
    return change;
}

LocationChange priority(std::int64_t number) {
    LocationChange change;
    change.priority = Priority::accept(number);
    return change;
}

}  // namespace

TEST_CASE("goods are taken from the location that is first") {
    Warehouse house;
    house.location("second");
    const auto variant = house.variant(5);
    house.put(variant, "second", 5);
    REQUIRE(house.reserve(new_uuid(), {{variant, 2}}).has_value());
    CHECK(house.level_at(variant, "main").reserved == 2);
    REQUIRE(house.locations->change("second", priority(0)).has_value());
    REQUIRE(house.locations->change("main", priority(1)).has_value());
    REQUIRE(house.reserve(new_uuid(), {{variant, 2}}).has_value());
    CHECK(house.level_at(variant, "second").reserved == 2);
    CHECK(is_sound(house));
}

TEST_CASE("a location that has all of the lines is preferred to the first") {
    Warehouse house;
    house.location("second");
    const auto here = house.variant(5);
    const auto there = house.variant(0);
    house.put(here, "second", 5);
    house.put(there, "second", 5);
    REQUIRE(house.reserve(new_uuid(), {{here, 2}, {there, 1}}).has_value());
    CHECK(house.level_at(here, "main").reserved == 0);
    CHECK(house.level_at(here, "second").reserved == 2);
    CHECK(house.level_at(there, "second").reserved == 1);
}

TEST_CASE("a line that one location alone can give is not split") {
    Warehouse house;
    house.location("second");
    const auto variant = house.variant(3);
    house.put(variant, "second", 8);
    REQUIRE(house.reserve(new_uuid(), {{variant, 4}}).has_value());
    CHECK(house.level_at(variant, "main").reserved == 0);
    CHECK(house.level_at(variant, "second").reserved == 4);
}

TEST_CASE("what no location has alone comes from several, in their order") {
    Warehouse house;
    house.location("second");
    house.location("third");
    const auto variant = house.variant(3);
    house.put(variant, "second", 2);
    house.put(variant, "third", 2);
    const auto holder = new_uuid();
    CHECK(house.available(variant) == 7);
    REQUIRE(house.reserve(holder, {{variant, 6}}).has_value());
    CHECK(house.level_at(variant, "main").reserved == 3);
    CHECK(house.level_at(variant, "second").reserved == 2);
    CHECK(house.level_at(variant, "third").reserved == 1);
    REQUIRE(house.inventory->allocate(holder, {{variant, 6}}).has_value());
    CHECK(house.level_at(variant, "second").allocated == 2);
    CHECK(house.reserve(new_uuid(), {{variant, 2}}).error().code == "insufficient_stock");
    CHECK(is_sound(house));
}

TEST_CASE("nothing is sold from a location that is not enabled, and what was is kept") {
    Warehouse house;
    house.location("second");
    const auto variant = house.variant(0);
    house.put(variant, "second", 5);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{variant, 2}}).has_value());

    REQUIRE(house.locations->change("second", enabled(false)).has_value());
    CHECK(house.available(variant) == 0);
    CHECK(house.told(variant.uuid(), "stock_changed").find("\"available\":0") != std::string::npos);
    CHECK(house.reserve(new_uuid(), {{variant, 1}}).has_error());
    CHECK(house.inventory->allocate(holder, {{variant, 2}}).has_value());

    REQUIRE(house.locations->change("second", enabled(true)).has_value());
    CHECK(house.available(variant) == 3);
    CHECK(house.announced(variant, "back_in_stock") == 2);
    CHECK(is_sound(house));
}

TEST_CASE("a location is given up when nothing is there, and not before") {
    Warehouse house;
    house.location("second");
    const auto variant = house.variant(1);
    house.put(variant, "second", 3);
    const auto code = [](const platform::Result<>& answer) {
        return answer ? std::string() : answer.error().code;
    };
    CHECK(code(house.locations->remove("second")) == "inventory.location_in_use");
    const auto holder = new_uuid();
    REQUIRE(house.inventory->allocate(holder, {{variant, 3}}).has_value());
    house.put(variant, "second", 0);
    CHECK(code(house.locations->remove("second")) == "inventory.location_in_use");
    house.inventory->deallocate(holder);
    CHECK(code(house.locations->remove("second")).empty());
    CHECK(code(house.locations->remove("second")) == "inventory.no_such_location");
    CHECK(code(house.locations->remove("main")) == "inventory.last_location");
    CHECK(house.inventory->stock(variant.text())->levels.size() == 1);
    CHECK(is_sound(house));

    house.location("second");
    house.put(variant, "second", 4);
    CHECK(house.available(variant) == 5);
    CHECK(is_sound(house));
}

TEST_CASE("a code is given once") {
    Warehouse house;
    NewLocation again;
    again.code = *platform::Slug::accept("main");
    again.name = *platform::Text<1, 200>::accept("Main, too");
    CHECK(house.locations->create(again).error().code == "inventory.location_taken");
    again.code = *platform::Slug::accept(std::string(61, 'a'));
    CHECK(house.locations->create(again).error().code == "inventory.code_too_long");
    CHECK(house.locations->change("nowhere", enabled(true)).error().code ==
          "inventory.no_such_location");
    CHECK(house.locations->find("nowhere").error().kind == platform::ErrorKind::not_found);
    CHECK(house.locations->list().size() == 1);
}

TEST_CASE("goods are taken from locations that serve the country") {
    Warehouse house;
    house.location("second");
    const auto country = [](const std::string& code) {
        return *platform::CountryCode::accept(code);
    };
    LocationChange serving;
    serving.countries = {country("FR"), country("AT"), country("FR")};
    const auto changed = house.locations->change("second", serving);
    CHECK(changed->countries == std::vector{country("AT"), country("FR")});
    CHECK(house.locations->find("second")->countries.size() == 2);
    serving.countries = {country("DE")};
    REQUIRE(house.locations->change("main", serving).has_value());
    const auto variant = house.variant(3);
    house.put(variant, "second", 2);

    const auto holder = new_uuid();
    const auto reserve = [&](const Uuid& whose, std::int64_t pieces,
                             const std::optional<std::string>& to) {
        return house.inventory->reserve(whose, {{variant, pieces}}, house.soon(), to);
    };
    REQUIRE(reserve(holder, 2, "AT").has_value());
    CHECK(house.level_at(variant, "second").reserved == 2);
    const auto refused = reserve(new_uuid(), 1, "AT");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "insufficient_stock");
    CHECK(reserve(new_uuid(), 1, "CH").has_error());
    // The same lines for another country come from elsewhere.
    REQUIRE(reserve(holder, 2, "DE").has_value());
    CHECK(house.level_at(variant, "second").reserved == 0);
    CHECK(house.level_at(variant, "main").reserved == 2);
    // What ran out is acquired again where it may be.
    house.inventory->release(holder);
    REQUIRE(house.inventory->allocate(holder, {{variant, 2}}, "FR").has_value());
    CHECK(house.level_at(variant, "second").allocated == 2);
    CHECK(house.inventory->allocate(new_uuid(), {{variant, 1}}, "FR").has_error());
    // To nowhere in particular all give.
    CHECK(reserve(new_uuid(), 3, std::nullopt).has_value());
    CHECK(is_sound(house));
}
