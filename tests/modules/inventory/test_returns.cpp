#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

TEST_CASE("what comes back whole can be sold again, what is damaged cannot") {
    Warehouse house;
    const auto variant = house.variant(5);
    const auto cause = new_uuid();
    REQUIRE(house.inventory
                ->take_back(cause,
                            {{variant, 2, Condition::resaleable}, {variant, 1, Condition::damaged}},
                            {})
                .has_value());
    CHECK(house.level(variant).on_hand == 7);
    CHECK(house.announced(variant) == 2);
    CHECK(house.count("select sum(damaged) from inventory.movement where kind = 'returned'"
                      " and on_hand = 0 and cause = '" +
                      platform::to_string(cause) + "'") == 1);
    CHECK(is_sound(house));
}

TEST_CASE("the same return is taken back once") {
    Warehouse house;
    const auto variant = house.variant(5);
    const auto cause = new_uuid();
    for (int i = 0; i < 3; ++i)
        REQUIRE(house.inventory->take_back(cause, {{variant, 2}}, "main").has_value());
    CHECK(house.level(variant).on_hand == 7);
    CHECK(is_sound(house));
}

TEST_CASE("a return goes to a location that there is, of a variant that was kept") {
    Warehouse house;
    house.location("second");
    const auto variant = house.variant(5);
    const auto back = [&](const VariantId& what, const std::string& where) {
        const auto answer = house.inventory->take_back(new_uuid(), {{what, 1}}, where);
        return answer ? std::string() : answer.error().code;
    };
    CHECK(back(variant, "moon") == "inventory.no_such_location");
    CHECK(back(VariantId::make(), "main") == "inventory.unknown_variant");
    CHECK(back(variant, "second").empty());
    CHECK(house.level_at(variant, "second").on_hand == 1);
    CHECK(is_sound(house));
}
