#include "catalog/events.hpp"
#include "orders/events.hpp"
#include "returns/events.hpp"
#include "shipping/events.hpp"
#include "stockroom.hpp"
#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

// A warehouse that hears of facts that the test publishes, step by step.
struct Listener {
    Warehouse house;
    platform::Dispatcher dispatcher{house.events, house.platform_database, house.clock};

    Listener() { subscribe(dispatcher, house.database, house.events, house.clock); }

    template <class Fact>
    void hear(const Fact& fact) {
        house.database.transact([&](platform::Tx& tx) { house.events.publish(tx, fact); });
        dispatcher.drain();
    }

    shipping::ShipmentShipped shipment(const Uuid& checkout, const VariantId& variant,
                                       std::int64_t quantity) {
        shipping::ShipmentShipped fact;
        fact.shipment = shipping::ShipmentId::make();
        fact.order = orders::OrderId::make();
        fact.checkout = checkout;
        fact.items = {{orders::OrderItemId::make(), variant, quantity}};
        return fact;
    }
};

}  // namespace

TEST_CASE("a variant that the catalogue added is taken up with its first stock") {
    Listener listener;
    const auto variant = VariantId::make();
    const catalog::VariantAdded added{catalog::ProductId::make(), variant, "A-1", 12};
    listener.hear(added);
    listener.hear(added);
    CHECK(listener.house.available(variant) == 12);
    CHECK(is_sound(listener.house));
}

TEST_CASE("a shipment takes what was allocated out of the house") {
    Listener listener;
    auto& house = listener.house;
    const auto variant = house.variant(5);
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 3}}).has_value());

    listener.hear(listener.shipment(checkout, variant, 2));
    CHECK(house.level(variant).on_hand == 3);
    CHECK(house.level(variant).allocated == 1);
    CHECK(house.available(variant) == 2);
    listener.hear(listener.shipment(checkout, variant, 1));
    CHECK(house.level(variant).on_hand == 2);
    CHECK(house.level(variant).allocated == 0);
    listener.hear(listener.shipment(checkout, variant, 1));
    CHECK(house.level(variant).on_hand == 2);
    CHECK(is_sound(house));
}

TEST_CASE("a shipment that is cancelled on its way is back in the house and still the order's") {
    Listener listener;
    auto& house = listener.house;
    const auto variant = house.variant(5);
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 3}}).has_value());
    const auto shipped = listener.shipment(checkout, variant, 2);
    listener.hear(shipped);
    shipping::ShipmentCancelled cancelled{
        shipped.shipment, shipped.order, checkout, shipped.items, true, {}, false};
    listener.hear(cancelled);
    CHECK(house.level(variant).on_hand == 5);
    CHECK(house.level(variant).allocated == 3);
    CHECK(is_sound(house));
    listener.hear(listener.shipment(checkout, variant, 3));
    CHECK(house.level(variant).on_hand == 2);
    CHECK(house.level(variant).allocated == 0);

    cancelled.was_shipped = false;
    listener.hear(cancelled);
    CHECK(house.level(variant).on_hand == 2);
    CHECK(is_sound(house));
}

TEST_CASE("an order that was placed and is cancelled gives back its allocation, once") {
    Listener listener;
    auto& house = listener.house;
    const auto variant = house.variant(5);
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 2}}).has_value());

    const orders::OrderCancelled cancelled{orders::OrderId::make(), checkout, "changed mind", true};
    listener.hear(cancelled);
    CHECK(house.available(variant) == 5);
    listener.hear(cancelled);
    CHECK(house.available(variant) == 5);
    CHECK(is_sound(house));
}

TEST_CASE("an order that failed leaves alone what its checkout holds for the next attempt") {
    Listener listener;
    auto& house = listener.house;
    const auto variant = house.variant(5);
    const auto checkout = new_uuid();
    REQUIRE(house.reserve(checkout, {{variant, 2}}).has_value());
    house.inventory->release(checkout);
    REQUIRE(house.reserve(checkout, {{variant, 2}}).has_value());

    listener.hear(orders::OrderCancelled{orders::OrderId::make(), checkout, "declined", false});
    CHECK(house.level(variant).reserved == 2);

    REQUIRE(house.inventory->allocate(checkout, {{variant, 2}}).has_value());
    listener.hear(orders::OrderCancelled{orders::OrderId::make(), checkout, "declined", false});
    CHECK(house.level(variant).allocated == 2);
    CHECK(is_sound(house));
}

TEST_CASE("an order that is settled once more after its shipment takes nothing anew") {
    Listener listener;
    auto& house = listener.house;
    const auto variant = house.variant(5);
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 3}}).has_value());
    listener.hear(listener.shipment(checkout, variant, 2));
    REQUIRE(house.inventory->allocate(checkout, {{variant, 3}}).has_value());
    CHECK(house.level(variant).allocated == 1);
    listener.hear(listener.shipment(checkout, variant, 1));
    REQUIRE(house.inventory->allocate(checkout, {{variant, 3}}).has_value());
    CHECK(house.level(variant).allocated == 0);
    CHECK(house.level(variant).on_hand == 2);
    CHECK(is_sound(house));
}

TEST_CASE(
    "of several variants with one SKU the newest has it, in whatever order they are heard of") {
    Listener listener;
    auto& house = listener.house;
    const auto product = catalog::ProductId::make();
    const auto oldest = VariantId::make();
    const auto older = VariantId::make();
    const auto newest = VariantId::make();
    house.database.transact([&](platform::Tx& tx) {
        house.events.publish(tx, catalog::VariantAdded{product, older, "B-1", 2});
        house.events.publish(tx, catalog::VariantAdded{product, newest, "B-1", 3});
    });
    listener.dispatcher.drain();
    CHECK(house.inventory->stock("B-1")->levels[0].on_hand == 3);
    listener.hear(catalog::VariantAdded{product, oldest, "B-1", 1});
    CHECK(house.inventory->stock("B-1")->levels[0].on_hand == 3);
    CHECK(house.available(oldest) == 1);
    CHECK(house.available(older) == 2);
}

TEST_CASE("goods that leave before their receipt is booked are not there once more by it") {
    Listener listener;
    auto& house = listener.house;
    const Stockroom room(house.backing);
    const auto variant = house.variant(1);
    TermsChange terms;
    terms.backorderable = true;
    REQUIRE(room.change_terms(variant.text(), terms).has_value());
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 5}}).has_value());
    const auto shipped = listener.shipment(checkout, variant, 5);
    listener.hear(shipped);
    CHECK(house.level(variant).on_hand == 0);
    CHECK(house.level(variant).allocated == 0);
    REQUIRE(house.inventory->check().size() == 1);
    CHECK(house.inventory->check()[0].invariant.starts_with("S4"));

    const auto receive = [&](std::int64_t quantity) {
        Receipt receipt;
        receipt.lines = {
            {*Sku::accept(variant.text()), *decltype(receipt.lines[0].quantity)::accept(quantity)}};
        REQUIRE(room.receive(receipt).has_value());
        return house.level(variant).on_hand;
    };
    CHECK(receive(3) == 0);
    CHECK_FALSE(is_sound(house));
    CHECK(receive(3) == 2);
    CHECK(is_sound(house));
    CHECK(receive(3) == 5);

    listener.hear(shipping::ShipmentCancelled{
        shipped.shipment, shipped.order, checkout, shipped.items, true, {}});
    CHECK(house.level(variant).on_hand == 10);
    CHECK(is_sound(house));
}

TEST_CASE("a location that gave goods up takes them back, and is there again") {
    Listener listener;
    auto& house = listener.house;
    house.location("second");
    const auto variant = house.variant(0);
    house.put(variant, "second", 2);
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 2}}).has_value());
    const auto shipped = listener.shipment(checkout, variant, 2);
    listener.hear(shipped);
    REQUIRE(house.locations->remove("second").has_value());
    std::string code = "second";
    SUBCASE("under its code") {}
    SUBCASE("beside another one that has its code now") {
        house.location("second");
        code = "second-";
    }
    listener.hear(shipping::ShipmentCancelled{
        shipped.shipment, shipped.order, checkout, shipped.items, true, {}});
    const auto locations = house.locations->list();
    const auto back = std::ranges::find_if(locations, [&](const Location& location) {
        return location.code.starts_with(code) && !location.enabled;
    });
    REQUIRE(back != locations.end());
    CHECK(house.level_at(variant, back->code).on_hand == 2);
    CHECK(house.level_at(variant, back->code).allocated == 2);
    CHECK(is_sound(house));
    CHECK(house.locations->remove(back->code).error().code == "inventory.location_in_use");
    listener.hear(shipped);
    CHECK(house.level_at(variant, back->code).on_hand == 0);
    CHECK(house.locations->remove(back->code).has_value());
    CHECK(is_sound(house));
}

TEST_CASE("what comes back to a location that was given up lies at the first") {
    Listener listener;
    auto& house = listener.house;
    house.location("second");
    const auto variant = house.variant(1);
    returns::ReturnReceived fact;
    fact.return_id = returns::ReturnId::make();
    fact.order = orders::OrderId::make();
    fact.receipt = returns::ReceiptId::make();
    fact.items = {{orders::OrderItemId::make(), variant, 2, returns::Condition::resaleable}};
    fact.location = "second";
    REQUIRE(house.locations->remove("second").has_value());
    listener.hear(fact);
    CHECK(house.level_at(variant, "main").on_hand == 3);
    CHECK(is_sound(house));
}

TEST_CASE("a location that waits for a receipt of what left before it is kept") {
    Listener listener;
    auto& house = listener.house;
    const Stockroom room(house.backing);
    house.location("second");
    const auto variant = house.variant(0);
    house.put(variant, "second", 1);
    TermsChange terms;
    terms.location = *LocationCode::accept("second");
    terms.backorderable = true;
    REQUIRE(room.change_terms(variant.text(), terms).has_value());
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 3}}).has_value());
    listener.hear(listener.shipment(checkout, variant, 3));
    CHECK(house.level_at(variant, "second").on_hand == 0);
    REQUIRE(house.locations->remove("second").has_error());
    CHECK(house.locations->remove("second").error().code == "inventory.location_in_use");
}

TEST_CASE("what was counted too low leaves the house all the same") {
    Listener listener;
    auto& house = listener.house;
    const auto variant = house.variant(5);
    const auto checkout = new_uuid();
    REQUIRE(house.inventory->allocate(checkout, {{variant, 3}}).has_value());
    Adjustment count;
    count.on_hand = platform::Whole<0, 1'000'000'000>::accept(1);
    count.reason = *platform::Text<1, 500>::accept("stock-take");
    REQUIRE(house.inventory->adjust(variant.text(), count).has_value());

    listener.hear(listener.shipment(checkout, variant, 3));
    CHECK(house.level(variant).on_hand == 0);
    CHECK(house.level(variant).allocated == 0);
    CHECK(is_sound(house));
}
