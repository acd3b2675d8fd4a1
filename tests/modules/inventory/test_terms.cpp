#include "inventory/events.hpp"
#include "platform/events/dispatcher.hpp"
#include "shipping/events.hpp"
#include "stockroom.hpp"
#include "terms.hpp"

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

struct Office : Warehouse {
    Stockroom room{backing};

    StockItem change(const VariantId& variant, const TermsChange& terms) {
        return room.change_terms(variant.text(), terms).value();
    }
    void receive(const VariantId& variant, std::int64_t quantity) {
        Receipt receipt;
        receipt.lines = {line(variant, quantity)};
        REQUIRE(room.receive(receipt).has_value());
    }
    bool waits_for(const Uuid& holder, const VariantId& variant, std::int64_t quantity) {
        const auto waiting = inventory->backordered(holder);
        if (quantity == 0) return waiting.empty();
        return waiting.size() == 1 && waiting[0].variant == variant &&
               waiting[0].quantity == quantity;
    }
};

}  // namespace

TEST_CASE("safety stock is kept back from sale, and given free again") {
    Office house;
    const auto variant = house.variant(5);
    const auto item = house.change(variant, safety(3));
    CHECK(item.levels[0].safety == 3);
    CHECK(item.levels[0].available == 2);
    CHECK(house.available(variant) == 2);
    CHECK(house.told(variant.uuid(), "stock_changed").find("\"available\":2") != std::string::npos);
    CHECK(house.reserve(new_uuid(), {{variant, 3}}).has_error());
    REQUIRE(house.reserve(new_uuid(), {{variant, 2}}).has_value());
    house.change(variant, safety(0));
    CHECK(house.available(variant) == 3);
    CHECK(is_sound(house));
}

TEST_CASE("a safety below nothing is how many are sold that are not there") {
    Office house;
    const auto variant = house.variant(1);
    house.change(variant, safety(-2));
    CHECK(house.available(variant) == 3);
    const auto holder = new_uuid();
    CHECK(house.reserve(holder, {{variant, 4}}).has_error());
    REQUIRE(house.reserve(holder, {{variant, 3}}).has_value());
    REQUIRE(house.inventory->allocate(holder, {{variant, 3}}).has_value());
    CHECK(house.waits_for(holder, variant, 2));
    house.change(variant, safety(0));
    CHECK(house.available(variant) == 0);
    CHECK(is_sound(house));
}

TEST_CASE("what is backorderable is sold without end, and who came last waits longest") {
    Office house;
    const auto variant = house.variant(2);
    house.change(variant, backorderable(true));
    CHECK(house.available(variant) > 1'000'000);
    const auto first = new_uuid(), second = new_uuid(), third = new_uuid();
    for (const auto& holder : {first, second, third}) {
        REQUIRE(house.reserve(holder, {{variant, 2}}).has_value());
        REQUIRE(house.inventory->allocate(holder, {{variant, 2}}).has_value());
    }
    CHECK(house.waits_for(first, variant, 0));
    CHECK(house.waits_for(second, variant, 2));
    CHECK(house.waits_for(third, variant, 2));
    CHECK(house.told(first, "backorder_changed").empty());
    CHECK(house.told(third, "backorder_changed").find("\"quantity\":2") != std::string::npos);

    house.receive(variant, 3);
    CHECK(house.waits_for(second, variant, 0));
    CHECK(house.waits_for(third, variant, 1));
    CHECK(house.told(second, "backorder_changed").find("\"items\":[]") != std::string::npos);
    CHECK(house.told(third, "backorder_changed").find("\"quantity\":1") != std::string::npos);

    house.inventory->deallocate(second);
    CHECK(house.waits_for(third, variant, 0));
    house.change(variant, backorderable(false));
    CHECK(house.available(variant) == 1);
    CHECK(is_sound(house));
}

TEST_CASE("who wants less waits for less, and is told so") {
    Office house;
    const auto variant = house.variant(1);
    const auto other = house.variant(1);
    house.change(variant, backorderable(true));
    const auto holder = new_uuid();
    REQUIRE(house.inventory->allocate(holder, {{variant, 4}}).has_value());
    CHECK(house.waits_for(holder, variant, 3));
    REQUIRE(house.inventory->allocate(holder, {{variant, 2}}).has_value());
    CHECK(house.waits_for(holder, variant, 1));
    REQUIRE(house.inventory->allocate(holder, {{other, 1}}).has_value());
    CHECK(house.waits_for(holder, variant, 0));
    CHECK(house.told(holder, "backorder_changed").find("\"items\":[]") != std::string::npos);
    CHECK(is_sound(house));
}

TEST_CASE("goods sold beyond what was ever allowed are found") {
    Office house;
    const auto variant = house.variant(1);
    house.change(variant, backorderable(true));
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 3}}).has_value());
    house.change(variant, backorderable(false));
    REQUIRE(is_sound(house));
    house.run("alter table inventory.level_terms disable trigger all;");
    house.run("update inventory.level_terms set backorderable = false");
    const auto violations = house.inventory->check();
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].invariant.starts_with("S1"));
}

TEST_CASE("low stock is told once when it is reached, and again only after it was more") {
    Office house;
    const auto variant = house.variant(8);
    CHECK(house.inventory->stock(variant.text())->low_stock_threshold == 5);
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 2}}).has_value());
    CHECK(house.announced(variant, "low_stock") == 0);
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 1}}).has_value());
    CHECK(house.announced(variant, "low_stock") == 1);
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 2}}).has_value());
    CHECK(house.announced(variant, "low_stock") == 1);
    house.receive(variant, 5);
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 4}}).has_value());
    CHECK(house.announced(variant, "low_stock") == 2);

    CHECK(house.change(variant, threshold(1)).low_stock_threshold == 1);
    CHECK(house.told(variant.uuid(), "low_stock").find("\"threshold\":5") != std::string::npos);
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 3}}).has_value());
    CHECK(house.announced(variant, "low_stock") == 3);
    CHECK(house.change(variant, threshold({})).low_stock_threshold == 5);
}

TEST_CASE("what could not be had and can be had again is told") {
    Office house;
    const auto variant = house.variant(1);
    const auto holder = new_uuid();
    REQUIRE(house.reserve(holder, {{variant, 1}}).has_value());
    CHECK(house.announced(variant, "back_in_stock") == 0);
    house.inventory->release(holder);
    CHECK(house.announced(variant, "back_in_stock") == 1);
    house.receive(variant, 3);
    CHECK(house.announced(variant, "back_in_stock") == 1);
}

TEST_CASE("goods are received as one delivery or not at all") {
    Office house;
    const auto one = house.variant(1);
    const auto two = house.variant(0);
    Receipt receipt;
    receipt.reference = Note::accept("delivery note 4711");
    receipt.lines = {line(one, 4), line(two, 2)};
    const auto received = house.room.receive(receipt).value();
    REQUIRE(received.size() == 2);
    CHECK(received[0].levels[0].on_hand == 5);
    CHECK(received[1].levels[0].on_hand == 2);
    CHECK(house.count("select count(*) from inventory.movement where kind = 'receive'"
                      " and reason = 'delivery note 4711'") == 2);

    const auto code = [&](const std::vector<Line>& lines) {
        Receipt refused;
        refused.lines = lines;
        return house.room.receive(refused).error().code;
    };
    CHECK(code({}) == "inventory.lines_needed");
    CHECK(code({line(one, 1), line(one, 1)}) == "inventory.sku_given_twice");
    CHECK(code({line(one, 1), line(VariantId::make(), 1)}) == "inventory.no_such_sku");
    CHECK(house.level(one).on_hand == 5);
    CHECK(is_sound(house));
}

TEST_CASE("allocating less than was allocated gives the rest back, and more takes more") {
    Office house;
    const auto one = house.variant(5);
    const auto two = house.variant(5);
    const auto holder = new_uuid();
    REQUIRE(house.inventory->allocate(holder, {{one, 3}}).has_value());
    REQUIRE(house.inventory->allocate(holder, {{one, 1}, {two, 2}}).has_value());
    CHECK(house.level(one).allocated == 1);
    CHECK(house.level(two).allocated == 2);
    REQUIRE(house.inventory->allocate(holder, {{two, 5}}).has_value());
    CHECK(house.level(one).allocated == 0);
    CHECK(house.inventory->allocate(holder, {{two, 6}}).error().code == "insufficient_stock");
    CHECK(house.level(two).allocated == 5);
    CHECK(is_sound(house));
}
