#include "mug_shop.hpp"

#include <future>

using namespace kontor;
using kontor::test::damaged;
using kontor::test::Reply;
using kontor::test::resaleable;
using platform::http::Method;
using Shop = kontor::test::MugShop;

namespace {

struct Counter : Shop {
    // Three mugs, bought by a guest and shipped.
    void send_mugs() {
        cart = fill_cart("MUG", 3);
        order = buy(cart, "sim_ok");
        REQUIRE(order.status == 201);
        settle();
        shipment = send();
    }
    std::string send() {
        const auto sent =
            staff(Method::post, "/v1/admin/orders/" + order.text("/id") + "/shipments");
        REQUIRE(sent.status == 201);
        settle();
        return "/v1/admin/shipments/" + sent.text("/id");
    }
    Reply take_back(const std::string& sent) { return staff(Method::post, sent + "/cancel"); }
    std::int64_t allocated() {
        return staff(Method::get, "/v1/admin/inventory/MUG").number("/levels/0/allocated");
    }

    GuestCart cart;
    Reply order;
    std::string shipment;
};

}  // namespace

TEST_CASE_FIXTURE(Counter, "what came back by a return is not brought back by its shipment") {
    send_mugs();
    const auto path = approve_return(order, cart, 1);
    CHECK(take_back(shipment).code() == "shipping.goods_returned");
    REQUIRE(count(path, {of_first_item(order, 1, damaged)}).status == 200);
    settle();
    CHECK(take_back(shipment).status == 409);
    REQUIRE(refund(path).status == 200);
    settle();
    CHECK(take_back(shipment).number("/pieces") == 1);
    REQUIRE(staff(Method::post, shipment + "/deliver").status == 200);
    settle();
    CHECK(seen_by_staff(order).text("/status") == "completed");
    CHECK(take_back(shipment).code() == "shipping.goods_returned");
    CHECK(on_hand() == 47);
    CHECK(allocated() == 0);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Counter, "a parcel that came back undelivered is sent again, and then returned") {
    send_mugs();
    const auto returned = approve_return(order, cart, 3);
    REQUIRE(
        staff(Method::post, returned + "/reject", R"({"reason":"refused at the door"})").status ==
        200);
    settle();
    REQUIRE(take_back(shipment).status == 200);
    settle();
    CHECK(on_hand() == 50);
    CHECK(allocated() == 3);
    CHECK(seen_by_staff(order).text("/fulfilment_status") == "unfulfilled");
    send();
    const auto path = approve_return(order, cart, 3);
    REQUIRE(count(path, {of_first_item(order, 3, resaleable)}).status == 200);
    settle();
    CHECK(on_hand() == 50);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Counter,
                  "what came back of an order that was put away goes out again either way") {
    const auto path = "/shipments";
    for (const bool by_order : {true, false}) {
        send_mugs();
        const auto admin = "/v1/admin/orders/" + order.text("/id");
        REQUIRE(staff(Method::post, shipment + "/deliver").status == 200);
        settle();
        CHECK(staff(Method::post, admin + path).code() == "shipping.nothing_to_ship");
        REQUIRE(staff(Method::post, admin + "/archive").status == 200);
        REQUIRE(take_back(shipment).status == 200);
        settle();
        const auto parcels = seen_by_staff(order).body.at("shipments").as_array();
        const auto waiting = std::ranges::find_if(
            parcels, [](const auto& parcel) { return parcel.at("status") == "pending"; });
        REQUIRE(waiting != parcels.end());
        const auto sent = by_order ? staff(Method::post, admin + path)
                                   : staff(Method::post,
                                           "/v1/admin/shipments/" +
                                               std::string(waiting->at("id").as_string()) + "/ship",
                                           "{}");
        CHECK_MESSAGE(sent.status < 300, boost::json::serialize(sent.body));
        settle();
        CHECK(seen_by_staff(order).text("/status") == "archived");
        CHECK(seen_by_staff(order).text("/fulfilment_status") == "shipped");
    }
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Counter, "goods come back by a return or by their shipment, whoever is faster") {
    for (int round = 0; round < 4; ++round) {
        send_mugs();
        const auto wanted =
            R"({"items":[)" + of_first_item(order, 1, R"("reason":"chipped")") + "]}";
        auto asked = std::async(std::launch::async, [&] {
            return post("/v1/orders/" + order.text("/id") + "/returns", wanted, cart.headers);
        });
        const auto taken = take_back(shipment);
        const auto made = asked.get();
        CHECK((made.status == 201) != (taken.status == 200));
        settle();
        CHECK(illness() == "");
    }
}

TEST_CASE_FIXTURE(Counter, "the doctor finds goods that came back twice, whatever left since") {
    send_mugs();
    const auto path = approve_return(order, cart, 1);
    REQUIRE(count(path, {of_first_item(order, 1, resaleable)}).status == 200);
    settle();
    tables().superuser().transact(
        [&](platform::Tx& tx) { tx.run("delete from shipping.expected_back"); });
    REQUIRE(take_back(shipment).status == 200);
    settle();
    send();
    clock().advance(std::chrono::minutes(3));
    const auto found = illness();
    CHECK_MESSAGE(found.find("T6") != std::string::npos, found);
    CHECK(found.find(order.text("/id")) != std::string::npos);
}

TEST_CASE_FIXTURE(Counter,
                  "who sent goods back does not undo by a cancellation what was withheld") {
    cart = fill_cart("MUG");
    order = buy(cart, "sim_ok");
    settle();
    shipment = send();
    const auto cancel = [&] {
        return post("/v1/orders/" + order.text("/id") + "/cancel", {}, cart.headers);
    };
    const auto path = approve_return(order, cart, 1);
    REQUIRE(count(path, {of_first_item(order, 1, damaged)}).status == 200);
    settle();
    CHECK(cancel().code() == "invalid_transition");
    const auto settled = refund(path, R"({"restocking_fee":{"amount":100,"currency":"EUR"}})");
    REQUIRE(settled.number("/refunded/amount") == 233);
    settle();
    const auto refused = cancel();
    CHECK(refused.status == 409);
    CHECK(refused.text("/from") == "shipped");

    REQUIRE(staff(Method::post, "/v1/admin/orders/" + order.text("/id") + "/cancel").status == 200);
    settle();
    clock().advance(std::chrono::minutes(3));
    const auto seen = seen_by_staff(order);
    CHECK(seen.text("/status") == "cancelled");
    CHECK(seen.text("/payment_status") == "partially_refunded");
    CHECK(seen.at("/refunds").as_array().size() == 1);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Counter, "what a return was found to be worth nothing for stays with the shop") {
    send_mugs();
    const auto path = approve_return(order, cart, 3);
    REQUIRE(count(path, {of_first_item(order, 3, damaged)}).status == 200);
    REQUIRE(refund(path, R"({"items":[]})").number("/refunded/amount") == 0);
    settle();
    REQUIRE(staff(Method::post, "/v1/admin/orders/" + order.text("/id") + "/cancel").status == 200);
    settle();
    clock().advance(std::chrono::minutes(3));
    CHECK(seen_by_staff(order).at("/refunds").as_array().empty());
    CHECK(illness() == "");
}
