#include "tracking_store.hpp"

#include "carrier_house.hpp"

#include <algorithm>
#include <random>

using namespace kontor;
using namespace kontor::shipping;
using enum kontor::shipping::ShipmentStatus;

namespace {

std::size_t news_of(CarrierHouse& house, const Shipment& shipment) {
    return house.database.read(
        [&](platform::Reader& reader) { return store::tracking(reader, shipment.id).size(); });
}

}  // namespace

TEST_CASE("what the carrier tells moves a shipment, once") {
    CarrierHouse house;
    const auto shipment = house.labelled();
    CHECK_EQ(house.take(house.tell(shipment, "announced")), "");
    CHECK_EQ(house.now(shipment).status, pending);
    const auto moving = house.tell(shipment, "in_transit");
    CHECK_EQ(house.take(moving), "");
    CHECK_EQ(house.take(moving), "");
    CHECK_EQ(house.now(shipment).status, shipped);
    const auto there = house.tell(shipment, "delivered");
    CHECK_EQ(house.take(there), "");
    CHECK_EQ(house.take(there), "");
    CHECK_EQ(house.now(shipment).status, delivered);
    CHECK_EQ(news_of(house, shipment), 3);
    CHECK_EQ(house.facts_about(shipment.id),
             std::vector{std::string(ShipmentShipped::name), std::string(ShipmentDelivered::name)});
}

TEST_CASE("in whatever order the news come, the shipment ends the same and never goes back") {
    std::mt19937 random(7);
    CarrierHouse house;
    for (int round = 0; round < 12; ++round) {
        const auto shipment = house.labelled();
        std::vector<test::CarrierMessage> messages;
        for (const auto* status :
             {"announced", "in_transit", "exception", "out_for_delivery", "delivered"})
            messages.push_back(house.tell(shipment, status));
        messages.push_back(messages[1]);
        messages.push_back(messages[4]);
        std::ranges::shuffle(messages, random);
        auto furthest = pending;
        for (const auto& message : messages) {
            CHECK_EQ(house.take(message), "");
            CHECK_GE(house.now(shipment).status, furthest);
            furthest = house.now(shipment).status;
        }
        CHECK_EQ(furthest, delivered);
        CHECK_EQ(news_of(house, shipment), 5);
        CHECK_EQ(house.facts_about(shipment.id).size(), 2);
    }
}

TEST_CASE(
    "a message that is not signed by the carrier, or cannot be read, is refused and not kept") {
    CarrierHouse house;
    const auto shipment = house.labelled();
    auto forged = house.tell(shipment, "delivered");
    forged.body.back() = ' ';
    CHECK_EQ(house.take(forged), "shipping.bad_signature");
    const auto late = house.tell(shipment, "delivered");
    house.clock.advance(std::chrono::minutes(6));
    CHECK_EQ(house.take(late), "shipping.bad_signature");
    const auto early = house.carrier.tell(*shipment.tracking_number, "delivered", house.clock.now(),
                                          house.clock.now() + std::chrono::minutes(6));
    CHECK_EQ(house.take(early), "shipping.bad_signature");
    for (
        const auto* body :
        {"", "[]", "{", R"({"type":""})", R"({"type":"tracking.updated"})",
         R"({"type":"tracking.updated","data":{"tracking_number":"CD1","status":"eaten","at":"x"}})"})
        CHECK_EQ(house.take(house.carrier.signed_message("odd", house.clock.now(), body)),
                 "shipping.bad_webhook");
    CHECK_EQ(house.now(shipment).status, pending);
    CHECK_EQ(news_of(house, shipment), 0);
    CHECK_EQ(refusal_of(Tracking(house.backing).receive("nobody", {}, "")),
             "shipping.no_such_carrier");
    CHECK_EQ(refusal_of(Tracking(house.backing).receive("manual", {}, "")),
             "shipping.bad_signature");
}

TEST_CASE("news of a parcel that nobody knows are taken, and change nothing") {
    CarrierHouse house;
    CHECK_EQ(house.take(house.carrier.tell("CD-unknown", "delivered", house.clock.now(),
                                           house.clock.now())),
             "");
}

TEST_CASE("a message of a type that we do not know is taken, noted once, and changes nothing") {
    CarrierHouse house;
    const auto shipment = house.labelled();
    for (int time = 0; time < 2; ++time)
        CHECK_EQ(house.take(house.carrier.signed_message("other", house.clock.now(),
                                                         R"({"type":"label.voided"})")),
                 "");
    const auto noted = house.database.read([](platform::Reader& reader) {
        return reader.all<std::string>("select type from shipping.other_message");
    });
    CHECK_EQ(noted, std::vector<std::string>{"label.voided"});
    CHECK_EQ(house.now(shipment).status, pending);
}

TEST_CASE(
    "a parcel that the carrier has is gone, with what is ordered now, whatever is due for it") {
    CarrierHouse house;
    const auto shipment = house.labelled();
    house.clearance.ordered[shipment.order].items[1].quantity = 1;
    house.clearance.refusal = platform::Error{platform::ErrorKind::conflict, "orders.due", ""};
    CHECK_EQ(house.take(house.tell(shipment, "in_transit")), "");
    CHECK_EQ(house.now(shipment).status, shipped);
    CHECK_EQ(pieces(house.now(shipment)), 3);
}

TEST_CASE("a shipment that was cancelled stays so, whatever is told of it") {
    CarrierHouse house;
    const auto shipment = house.labelled();
    REQUIRE(house.shipping->call_off({shipment.order, {}, {}, somewhere()}).has_value());
    CHECK_EQ(house.take(house.tell(shipment, "delivered")), "");
    CHECK_EQ(house.now(shipment).status, cancelled);
}

TEST_CASE("staff may ask the carrier, who tells all that it knows, once") {
    CarrierHouse house;
    const Tracking tracking(house.backing);
    CHECK_EQ(refusal_of(tracking.ask(house.waiting().id)), "shipping.no_tracking");
    CHECK_EQ(refusal_of(tracking.ask(ShipmentId::make())), "shipping.no_such_shipment");
    const auto shipment = house.labelled();
    house.tell(shipment, "in_transit");
    const auto there = house.tell(shipment, "delivered");
    CHECK(tracking.ask(shipment.id).has_value());
    CHECK(tracking.ask(shipment.id).has_value());
    CHECK_EQ(house.take(there), "");
    CHECK_EQ(house.now(shipment).status, delivered);
    CHECK_EQ(news_of(house, shipment), 2);
    house.carrier.mood = test::CarrierDouble::Mood::failing;
    CHECK_EQ(refusal_of(tracking.ask(shipment.id)), "shipping.carrier_unavailable");
}
