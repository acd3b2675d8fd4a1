#include "catalog/events.hpp"
#include "orders/events.hpp"
#include "shipping/events.hpp"
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

TEST_CASE("a cancelled order gives back its allocation, an unplaced one its reservation") {
    Listener listener;
    auto& house = listener.house;
    const auto variant = house.variant(5);
    const auto placed = new_uuid();
    const auto pending = new_uuid();
    REQUIRE(house.inventory->allocate(placed, {{variant, 2}}).has_value());
    REQUIRE(house.reserve(pending, {{variant, 2}}).has_value());

    listener.hear(orders::OrderCancelled{orders::OrderId::make(), placed, "changed mind", true});
    CHECK(house.available(variant) == 3);
    listener.hear(orders::OrderCancelled{orders::OrderId::make(), pending, "declined", false});
    CHECK(house.available(variant) == 5);
    CHECK(is_sound(house));
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
