#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::shipping;
using enum kontor::shipping::ShipmentStatus;

namespace {

struct Listening : Warehouse {
    Listening() { subscribe(dispatcher, database, events, clock); }
    platform::Dispatcher dispatcher{events, own, clock};
};

}  // namespace

TEST_CASE("a paid order has a pending shipment of all its items") {
    Listening house;
    const auto consignment = some_consignment();
    house.announce_paid(consignment);
    house.dispatcher.drain();
    const auto shipments = house.shipments_of(consignment);
    REQUIRE_EQ(shipments.size(), 1);
    CHECK_EQ(shipments[0].status, pending);
    CHECK_EQ(pieces(shipments[0]), 5);
}

TEST_CASE("an order that is announced as paid twice has one shipment") {
    Listening house;
    const auto consignment = some_consignment();
    house.announce_paid(consignment);
    house.announce_paid(consignment);
    house.dispatcher.drain();
    CHECK_EQ(house.shipments_of(consignment).size(), 1);
}

TEST_CASE("an order that is released and then paid has one shipment") {
    Listening house;
    const auto consignment = some_consignment();
    house.announce_released(consignment);
    house.dispatcher.drain();
    CHECK_EQ(house.pieces_in(consignment, pending), 5);
    house.announce_paid(consignment);
    house.announce_released(consignment);
    house.dispatcher.drain();
    CHECK_EQ(house.shipments_of(consignment).size(), 1);
}

TEST_CASE("what is to be sent follows what staff change of the order") {
    Listening house;
    auto consignment = some_consignment();
    house.announce_edited(consignment);
    house.dispatcher.drain();
    CHECK(house.shipments_of(consignment).empty());

    house.announce_paid(consignment);
    const auto removed = consignment.items[0].item;
    consignment.items[0] = {orders::OrderItemId::make(), catalog::VariantId::make(), 7};
    consignment.items[1].quantity = 1;
    house.announce_edited(consignment);
    house.dispatcher.drain();
    const auto shipments = house.shipments_of(consignment);
    REQUIRE_EQ(shipments.size(), 1);
    CHECK_EQ(pieces(shipments[0]), 8);
    for (const auto& item : shipments[0].items) CHECK(item.item != removed);
    CHECK_EQ(pieces(house.shipping->ship({consignment, {}, {}, {}}).value()), 8);

    auto late = consignment;
    late.items[1].quantity = 2;
    house.announce_edited(late);
    house.dispatcher.drain();
    CHECK_EQ(house.pieces_in(consignment, shipped), 8);
    CHECK_EQ(house.pieces_in(consignment, pending), 1);

    house.announce_cancelled(consignment);
    house.announce_edited(some_consignment());
    late.items[1].quantity = 3;
    house.announce_edited(late);
    house.dispatcher.drain();
    CHECK_EQ(house.pieces_in(consignment, pending), 0);
}

TEST_CASE("shipping all of an order sends its pending shipment") {
    Listening house;
    const auto consignment = some_consignment();
    house.announce_paid(consignment);
    house.dispatcher.drain();
    const auto waiting = house.shipments_of(consignment).front().id;
    CHECK_EQ(house.shipping->ship({consignment, {}, {}, {}})->id, waiting);
    CHECK_EQ(house.shipments_of(consignment).size(), 1);
    CHECK_EQ(pieces(house.shipments_of(consignment).front()), 5);
}

TEST_CASE("staff who are faster than the fact do not ship twice") {
    Listening house;
    const auto consignment = some_consignment();
    house.shipping->ship({consignment, {}, {}, {}}).value();
    house.announce_paid(consignment);
    house.dispatcher.drain();
    REQUIRE_EQ(house.shipments_of(consignment).size(), 1);
    CHECK_EQ(house.pieces_in(consignment, shipped), 5);
}

TEST_CASE("a cancelled order's pending shipment is cancelled and nothing can be shipped") {
    Listening house;
    const auto consignment = some_consignment();
    house.announce_paid(consignment);
    house.announce_cancelled(consignment);
    house.dispatcher.drain();
    CHECK_EQ(house.pieces_in(consignment, cancelled), 5);
    CHECK_EQ(refusal_of(house.shipping->ship({consignment, {}, {}, {}})),
             "shipping.nothing_to_ship");
    CHECK_EQ(refusal_of(house.shipping->deliver(house.shipments_of(consignment).front().id)),
             "invalid_transition");
}

TEST_CASE("what is on its way stays so when the order is cancelled") {
    Listening house;
    const auto consignment = some_consignment();
    house.shipping->ship({consignment, {}, {}, {}}).value();
    house.announce_cancelled(consignment);
    house.announce_cancelled(some_consignment());
    house.dispatcher.drain();
    CHECK_EQ(house.pieces_in(consignment, shipped), 5);
}
