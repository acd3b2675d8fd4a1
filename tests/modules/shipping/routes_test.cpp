#include "counter.hpp"

using namespace kontor;
using namespace kontor::shipping;
using namespace kontor::platform::http;

namespace {

std::string path_of(const ShipmentId& shipment, const std::string& what = "") {
    return "shipments/" + shipment.text() + what;
}

}  // namespace

TEST_CASE("staff record that a shipment has arrived, once") {
    Counter counter;
    const auto sent = counter.shipping->ship({some_consignment(), {}, {}, {}}).value();
    const auto shipment = counter.ask(Method::post, path_of(sent.id, "/deliver"));
    CHECK_EQ(counter.status, 200);
    CHECK_EQ(shipment.at("status").as_string(), "delivered");
    CHECK_EQ(shipment.at("order_id").as_string(), sent.order.text());
    CHECK_EQ(shipment.at("items").at(0).at("item_id").as_string(), sent.items[0].item.text());

    const auto problem = counter.ask(Method::post, path_of(sent.id, "/deliver"));
    CHECK_EQ(counter.status, 409);
    CHECK_EQ(problem.at("code").as_string(), "invalid_transition");
    CHECK_EQ(problem.at("from").as_string(), "delivered");
    CHECK_EQ(problem.at("to").as_string(), "delivered");
    CHECK_EQ(problem.at("allowed").at(0).as_string(), "cancelled");
}

TEST_CASE("staff split, release, ship and cancel shipments, and see what became of them") {
    Counter counter;
    const auto waiting = counter.waiting();
    const auto item = waiting.items[0].item.text();
    const auto apart = counter.ask(Method::post, path_of(waiting.id, "/split"),
                                   R"({"items":[{"item_id":")" + item + R"(","quantity":1}]})");
    CHECK_EQ(counter.status, 201);
    CHECK_EQ(apart.at("status").as_string(), "created");
    const auto id = *ShipmentId::parse(std::string(apart.at("id").as_string()));
    counter.ask(Method::post, path_of(id, "/ship"), "{}");
    CHECK_EQ(counter.status, 409);
    CHECK_EQ(counter.ask(Method::post, path_of(id, "/release")).at("status").as_string(),
             "pending");
    CHECK_EQ(counter.ask(Method::post, path_of(id, "/ship"), R"({"tracking_number":"77"})")
                 .at("tracking_number")
                 .as_string(),
             "77");
    counter.ask(Method::post, path_of(id, "/cancel"), R"({"reason":"fell off the van"})");
    CHECK_EQ(counter.status, 200);

    const auto shown = counter.ask(Method::get, path_of(id));
    CHECK_EQ(shown.at("status").as_string(), "cancelled");
    CHECK_EQ(shown.at("address").at("city").as_string(), "Berlin");
    const auto& history = shown.at("history").as_array();
    REQUIRE_EQ(history.size(), 3);
    CHECK_EQ(history[2].at("reason").as_string(), "fell off the van");
    CHECK(history[2].at("actor").as_string().starts_with("staff:user_"));

    const auto listed = counter.ask(Method::get, "shipments?status=cancelled&limit=1");
    CHECK_EQ(listed.at("data").at(0).at("id").as_string(), id.text());
    counter.ask(Method::get, path_of(ShipmentId::make()));
    CHECK_EQ(counter.status, 404);
}

TEST_CASE("a shipment of an order that may not leave stays where it is") {
    Counter counter;
    const auto waiting = counter.waiting();
    counter.clearance.refusal = platform::Error{platform::ErrorKind::conflict, "orders.due", ""};
    const auto refused = counter.ask(Method::post, path_of(waiting.id, "/ship"), "{}");
    CHECK_EQ(refused.at("code").as_string(), "orders.due");
    CHECK_EQ(counter.now(waiting).status, ShipmentStatus::pending);
    CHECK(counter.facts_about(waiting.id).empty());
    counter.clearance.refusal = {};
    CHECK_EQ(counter.ask(Method::post, path_of(waiting.id, "/ship"), "{}").at("status").as_string(),
             "shipped");
}

TEST_CASE("what leaves is what is ordered now, also where its fact has not arrived yet") {
    Counter counter;
    const auto waiting = counter.waiting();
    auto& ordered = counter.clearance.ordered[waiting.order];
    ordered.items[1].quantity = 1;
    const auto sent = counter.ask(Method::post, path_of(waiting.id, "/ship"), "{}");
    REQUIRE_EQ(counter.status, 200);
    CHECK_EQ(pieces(counter.now(waiting)), 3);
    counter.announce_edited(ordered);
    counter.dispatcher.drain();
    CHECK_EQ(counter.shipping->shipments_of({waiting.order}).size(), 1);
}

TEST_CASE("staff have labels made and fetch them, and ask where a parcel is") {
    Counter counter;
    const auto waiting = counter.waiting();
    const auto label = counter.ask(Method::post, path_of(waiting.id, "/label"),
                                   R"({"carrier":"acme","weight_grams":900})");
    CHECK_EQ(counter.status, 200);
    const auto file = counter.send(Method::get, "/v1/admin/" + path_of(waiting.id, "/label"), "");
    CHECK_EQ(file.status, 200);
    CHECK_EQ(find_header(file.headers, "Content-Type"), "application/pdf");
    CHECK(file.body.starts_with("%PDF"));
    const std::string number(label.at("tracking_number").as_string());
    counter.carrier.tell(number, "delivered", counter.clock.now(), counter.clock.now());
    CHECK_EQ(counter.ask(Method::post, path_of(waiting.id, "/track")).at("status").as_string(),
             "delivered");
    CHECK_EQ(counter.ask(Method::get, path_of(waiting.id)).at("tracking").as_array().size(), 1);

    counter.carrier.mood = test::CarrierDouble::Mood::failing;
    counter.ask(Method::post, path_of(counter.waiting().id, "/label"), R"({"carrier":"acme"})");
    CHECK_EQ(counter.status, 503);
    counter.ask(Method::post, path_of(counter.waiting().id, "/label"), R"({"carrier":"manual"})");
    CHECK_EQ(counter.status, 409);
    counter.ask(Method::get, path_of(counter.waiting().id, "/label"));
    CHECK_EQ(counter.status, 404);
}

TEST_CASE("a carrier's message is checked over its bytes before it is read") {
    Counter counter;
    const auto shipment = counter.labelled();
    const auto message = counter.tell(shipment, "in_transit");
    counter.caller = {};
    const auto send = [&](const std::string& carrier, const std::string& body) {
        return counter
            .send(Method::post, "/v1/shipping/webhooks/" + carrier, body,
                  {{"Webhook-Id", message.id},
                   {"Webhook-Timestamp", message.timestamp},
                   {"Webhook-Signature", message.signature}})
            .status;
    };
    CHECK_EQ(send("acme", message.body + " "), 400);
    CHECK_EQ(send("nobody", message.body), 404);
    CHECK_EQ(send("acme", message.body), 200);
    CHECK_EQ(send("acme", message.body), 200);
    CHECK_EQ(counter.now(shipment).status, ShipmentStatus::shipped);
}

TEST_CASE("who lacks the permission changes nothing, and what is not there is not found") {
    Counter counter;
    const auto waiting = counter.waiting();
    counter.caller.permissions = {"orders.read"};
    for (const auto* what :
         {"/split", "/release", "/ship", "/deliver", "/cancel", "/label", "/track"}) {
        counter.ask(Method::post, path_of(waiting.id, what), "{}");
        CHECK_EQ(counter.status, 403);
    }
    counter.caller.permissions = {"orders.write"};
    counter.ask(Method::get, path_of(waiting.id));
    CHECK_EQ(counter.status, 403);
    counter.ask(Method::post, path_of(ShipmentId::make(), "/deliver"));
    CHECK_EQ(counter.status, 404);
    counter.ask(Method::post, "shipments/ship_1/deliver");
    CHECK_EQ(counter.status, 404);
}
