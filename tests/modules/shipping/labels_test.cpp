#include "carrier_house.hpp"

using namespace kontor;
using namespace kontor::shipping;
using Mood = test::CarrierDouble::Mood;

TEST_CASE("a shipment has one label, kept and found again") {
    CarrierHouse house;
    const Labels labels(house.backing);
    const auto shipment = house.waiting();
    const auto made = labels.make(shipment.id, {"acme", "parcel", 1200}, "test").value();
    CHECK_EQ(made.content_type, "application/pdf");
    CHECK_EQ(house.now(shipment).tracking_number, made.tracking_number);
    CHECK_EQ(house.now(shipment).carrier, "acme");
    CHECK_EQ(labels.open(shipment.id)->bytes, "%PDF-1.4 label " + made.tracking_number);

    const auto again = labels.make(shipment.id, {"acme", {}, {}}, "test").value();
    CHECK_EQ(again.tracking_number, made.tracking_number);
    CHECK_EQ(house.carrier.labels_made, 1);
    CHECK_EQ(house.carrier.badly_signed, 0);

    const auto sent =
        house.shipping->ship({house.clearance.ordered[shipment.order], {}, {}, {}}).value();
    CHECK_EQ(sent.tracking_number, made.tracking_number);
}

TEST_CASE("a label that was made and not noted is asked for again and is the same") {
    CarrierHouse house;
    const auto shipment = house.waiting();
    REQUIRE(house.freight.carrier("acme")
                ->label({shipment.id, shipment.order, somewhere(), shipment.items, {}, {}})
                .has_value());
    REQUIRE(Labels(house.backing).make(shipment.id, {"acme", {}, {}}, "test").has_value());
    CHECK_EQ(house.carrier.labels_made, 1);
}

TEST_CASE("what stands in the way of a label is told, and stops nothing else") {
    CarrierHouse house;
    const Labels labels(house.backing);
    const auto shipment = house.waiting();
    const auto make = [&](const ShipmentId& id, const std::string& carrier) {
        return refusal_of(labels.make(id, {carrier, {}, {}}, "test"));
    };
    CHECK_EQ(make(shipment.id, "nobody"), "shipping.no_such_carrier");
    CHECK_EQ(make(shipment.id, "manual"), "shipping.no_labels");
    CHECK_EQ(make(ShipmentId::make(), "acme"), "shipping.no_such_shipment");
    CHECK_EQ(refusal_of(labels.open(shipment.id)), "shipping.no_such_label");
    house.carrier.mood = Mood::refusing;
    const auto refused = labels.make(shipment.id, {"acme", {}, {}}, "test").error();
    CHECK_EQ(refused.code, "shipping.label_refused");
    CHECK(refused.message.find("it is too heavy") != std::string::npos);
    for (const auto mood : {Mood::failing, Mood::babbling}) {
        house.carrier.mood = mood;
        CHECK_EQ(make(shipment.id, "acme"), "shipping.carrier_unavailable");
    }
    CHECK_EQ(labels.make(shipment.id, {"acme", {}, {}}, "test").error().kind,
             platform::ErrorKind::unavailable);
    CHECK(house.shipping->ship({house.clearance.ordered[shipment.order], {}, "own", "42"})
              .has_value());
    house.carrier.mood = Mood::obliging;
    CHECK_EQ(make(shipment.id, "acme"), "invalid_transition");
}
