#include "states.hpp"
#include "warehouse.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::shipping;
using enum kontor::shipping::ShipmentStatus;

TEST_CASE("an order ships whole, with its carrier, and says so once") {
    Warehouse house;
    const auto consignment = some_consignment();
    const auto sent = house.shipping->ship({consignment, {}, "DHL", "JD01"}).value();
    CHECK_EQ(sent.status, shipped);
    CHECK_EQ(pieces(sent), 5);
    CHECK_EQ(sent.shipped_at, house.clock.now());

    const auto shipments = house.shipments_of(consignment);
    REQUIRE_EQ(shipments.size(), 1);
    CHECK_EQ(shipments[0].id, sent.id);
    CHECK_EQ(shipments[0].status, shipped);
    CHECK_EQ(shipments[0].carrier, "DHL");
    CHECK_EQ(shipments[0].tracking_number, "JD01");
    CHECK_EQ(pieces(shipments[0]), 5);
    CHECK_EQ(house.facts_about(sent.id), std::vector{std::string(ShipmentShipped::name)});
    CHECK_EQ(refusal_of(house.shipping->ship({consignment, {}, {}, {}})),
             "shipping.nothing_to_ship");
}

TEST_CASE("an order ships in parts until nothing remains") {
    Warehouse house;
    const auto consignment = some_consignment();
    auto part = consignment.items[1];
    part.quantity = 1;
    const auto first = house.shipping->ship({consignment, std::vector{part}, {}, {}}).value();
    CHECK_EQ(pieces(first), 1);
    CHECK_EQ(house.pieces_in(consignment, pending), 4);

    const auto second =
        house.shipping->ship({consignment, std::vector{consignment.items[0]}, {}, {}}).value();
    CHECK_EQ(pieces(second), 2);
    CHECK_EQ(house.pieces_in(consignment, pending), 2);

    CHECK_EQ(pieces(house.shipping->ship({consignment, {}, {}, {}}).value()), 2);
    CHECK_EQ(house.pieces_in(consignment, pending), 0);
    CHECK_EQ(house.pieces_in(consignment, shipped), 5);
    CHECK_EQ(house.shipments_of(consignment).size(), 3);
}

TEST_CASE("what is called off is not shipped, whether its fact has arrived or not") {
    Warehouse house;
    const auto consignment = some_consignment();
    CHECK(house.shipping->call_off(consignment).has_value());
    CHECK(house.shipping->call_off(consignment).has_value());
    CHECK_EQ(refusal_of(house.shipping->ship({consignment, {}, {}, {}})),
             "shipping.nothing_to_ship");
    CHECK(house.shipments_of(consignment).empty());
}

TEST_CASE("what has been shipped, even in part, cannot be called off") {
    Warehouse house;
    const auto consignment = some_consignment();
    const std::vector part{consignment.items[0]};
    REQUIRE(house.shipping->ship({consignment, part, {}, {}}).has_value());
    CHECK_EQ(refusal_of(house.shipping->call_off(consignment)), "invalid_transition");
    CHECK_EQ(house.pieces_in(consignment, pending), 3);
    CHECK(house.shipping->ship({consignment, {}, {}, {}}).has_value());
}

TEST_CASE("a parcel either leaves or is called off, whoever is faster") {
    Warehouse house;
    for (int round = 0; round < 20; ++round) {
        const auto consignment = some_consignment();
        bool left = false;
        std::thread sender(
            [&] { left = house.shipping->ship({consignment, {}, {}, {}}).has_value(); });
        const bool called_off = house.shipping->call_off(consignment).has_value();
        sender.join();
        CHECK(left != called_off);
    }
}

TEST_CASE("no more is shipped than was ordered") {
    Warehouse house;
    const auto consignment = some_consignment();
    const auto& item = consignment.items[0];
    const auto ship = [&](std::vector<ShippedItem> items) {
        return refusal_of(house.shipping->ship({consignment, std::move(items), {}, {}}));
    };
    auto much = item;
    much.quantity = 3;
    auto foreign = item;
    foreign.item = orders::OrderItemId::make();
    CHECK_EQ(ship({much}), "shipping.quantity_exceeds_order");
    CHECK_EQ(ship({foreign}), "shipping.quantity_exceeds_order");
    CHECK_EQ(ship({item, item}), "shipping.quantity_exceeds_order");
    CHECK_EQ(ship({}), "shipping.nothing_to_ship");
    auto none = item;
    none.quantity = -1;
    CHECK_EQ(ship({none}), "shipping.nothing_to_ship");
    CHECK(house.shipments_of(consignment).empty());
}

TEST_CASE("of many who ship the same order at once one does") {
    Warehouse house;
    const auto consignment = some_consignment();
    {
        std::vector<std::jthread> staff;
        for (int person = 0; person < 8; ++person)
            staff.emplace_back(
                [&] { static_cast<void>(house.shipping->ship({consignment, {}, {}, {}})); });
    }
    CHECK_EQ(house.pieces_in(consignment, shipped), 5);
    CHECK_EQ(house.shipments_of(consignment).size(), 1);
}

TEST_CASE("what was shipped is delivered once") {
    Warehouse house;
    const auto consignment = some_consignment();
    const auto sent = house.shipping->ship({consignment, {}, {}, {}}).value();
    house.clock.advance(std::chrono::hours(24));
    const auto arrived = house.shipping->deliver(sent.id).value();
    CHECK_EQ(arrived.status, delivered);
    CHECK_EQ(arrived.delivered_at, house.clock.now());
    CHECK_EQ(house.shipments_of(consignment).front().delivered_at, house.clock.now());
    CHECK_EQ(house.shipments_of(consignment).front().shipped_at, sent.shipped_at);
    CHECK_EQ(house.facts_about(sent.id),
             std::vector{std::string(ShipmentShipped::name), std::string(ShipmentDelivered::name)});
    CHECK_EQ(refusal_of(house.shipping->deliver(sent.id)), "invalid_transition");
    CHECK_EQ(refusal_of(house.shipping->deliver(ShipmentId::make())), "shipping.no_such_shipment");
}

TEST_CASE("the shipments of several orders are read at once") {
    Warehouse house;
    const auto one = some_consignment();
    const auto other = some_consignment();
    house.shipping->ship({one, {}, {}, {}}).value();
    house.shipping->ship({other, {}, {}, {}}).value();
    CHECK_EQ(house.shipping->shipments_of({one.order, other.order, orders::OrderId::make()}).size(),
             2);
    CHECK(house.shipping->shipments_of({}).empty());
}
