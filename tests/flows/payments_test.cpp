#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

payments::Config later_money() {
    return {.simulator = true,
            .simulator_slow_ms = 1,
            .simulator_capture = payments::CaptureMode::on_shipment,
            .bank_transfer = {.enabled = true,
                              .account_holder = "Kontor Ltd",
                              .iban = "DE02120300000000202051"},
            .cash_on_delivery = {.enabled = true},
            // Where nobody listens.
            .stripe = {.secret_key = "sk_test", .url = "http://127.0.0.1:9"}};
}

struct Shop : ShopFixture {
    Shop() : ShopFixture(later_money()) { add_product("MUG", 1000, 50); }

    Reply order(const Reply& bought) {
        return staff(Method::get, "/v1/admin/orders/" + bought.text("/id"));
    }
    Reply to_order(const Reply& bought, const std::string& deed) {
        return staff(Method::post, "/v1/admin/orders/" + bought.text("/id") + deed);
    }
    // So many of the first item.
    Reply edit(const Reply& bought, int quantity) {
        return staff(Method::post, "/v1/admin/orders/" + bought.text("/id") + "/edits",
                     R"({"change":[{"item_id":")" + bought.text("/items/0/id") +
                         R"(","quantity":)" + std::to_string(quantity) +
                         R"(}],"reason":"as the customer wishes"})");
    }
    // payment: its members, as JSON.
    Reply pay_due_by(const Reply& bought, const GuestCart& cart, const std::string& payment) {
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        return post("/v1/orders/" + bought.text("/id") + "/payments",
                    R"({"payment":{)" + payment + "}}", headers);
    }
    Reply pay_due(const Reply& bought, const GuestCart& cart, const std::string& token) {
        return pay_due_by(bought, cart, R"("provider":"simulator","token":")" + token + '"');
    }
    // Whatever payment of the order waits for its customer.
    int approve(const Reply& bought) {
        const auto shown = order(bought);
        for (const auto& payment : shown.at("/payments").as_array())
            if (payment.at("status") == "requires_action")
                return post("/v1/payments/simulator/" + std::string(payment.at("id").as_string()) +
                            "/approve")
                    .status;
        return 0;
    }
    Reply mark_paid(const Reply& bought, const std::string& key = "paid") {
        return staff(
            Method::post, "/v1/admin/payments/" + bought.text("/payments/0/id") + "/mark-paid",
            R"({"reference":"statement 12"})", {{"Idempotency-Key", key + bought.text("/id")}});
    }
};

}  // namespace

TEST_CASE_FIXTURE(Shop, "an authorised order is released, and its first parcel takes the money") {
    const auto bought = buy(fill_cart("MUG", 2), "sim_ok");
    REQUIRE(bought.status == 201);
    CHECK(bought.text("/status") == "placed");
    CHECK(bought.text("/payment_status") == "authorized");
    CHECK(bought.text("/payments/0/status") == "authorized");
    CHECK(available("MUG") == 48);
    settle();
    CHECK(order(bought).text("/shipments/0/status") == "pending");

    REQUIRE(to_order(bought, "/shipments").status == 201);
    settle();
    CHECK(order(bought).text("/payments/0/status") == "captured");
    CHECK(order(bought).text("/payment_status") == "paid");
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an authorised order is captured by staff, once") {
    const auto bought = buy(fill_cart("MUG"), "sim_ok");
    const auto captured = to_order(bought, "/capture");
    REQUIRE(captured.status == 200);
    CHECK(captured.text("/payments/0/status") == "captured");
    settle();
    const auto paid = order(bought);
    CHECK(paid.text("/payment_status") == "paid");
    const auto& entry = paid.at("/timeline").as_array().back();
    CHECK(entry.at("event") == "paid");
    const auto me = staff(Method::get, "/v1/me").text("/id");
    CHECK(entry.at("actor") == boost::json::value("staff:" + me));
    CHECK(to_order(bought, "/capture").status == 200);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an authorised order that becomes cheaper is captured for less") {
    const auto bought = buy(fill_cart("MUG", 3), "sim_ok");
    settle();
    const auto total = bought.number("/totals/total/amount");
    const auto fewer = edit(bought, 1);
    REQUIRE_MESSAGE(fewer.status == 200, boost::json::serialize(fewer.body));
    CHECK(fewer.number("/totals/total/amount") == total - 2000);
    CHECK(fewer.text("/payment_status") == "authorized");
    CHECK(fewer.number("/amount_due/amount") == 0);
    CHECK(fewer.at("/refunds").as_array().empty());
    const auto more = edit(bought, 2);
    CHECK(more.number("/amount_due/amount") == 0);
    settle();
    REQUIRE(to_order(bought, "/shipments").status == 201);
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    CHECK(available("MUG") == 48);
    clock().advance(std::chrono::minutes(5));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what an authorised order costs more is asked for beside it") {
    const auto cart = fill_cart("MUG", 1);
    const auto bought = buy(cart, "sim_ok");
    settle();
    const auto total = bought.number("/totals/total/amount");
    const auto dearer = edit(bought, 3);
    REQUIRE(dearer.status == 200);
    CHECK(dearer.number("/amount_due/amount") == 2000);
    auto headers = cart.headers;
    headers.emplace_back("Idempotency-Key", "difference");
    const auto paid = post("/v1/orders/" + bought.text("/id") + "/payments",
                           R"({"payment":{"provider":"simulator","token":"sim_ok"}})", headers);
    REQUIRE_MESSAGE(paid.status == 200, boost::json::serialize(paid.body));
    CHECK(paid.number("/amount_due/amount") == 0);
    settle();
    REQUIRE(to_order(bought, "/shipments").status == 201);
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    CHECK(order(bought).number("/totals/total/amount") == total + 2000);
    clock().advance(std::chrono::minutes(5));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what is due is paid once, although the customer confirms it later") {
    const auto cart = fill_cart("MUG", 1);
    const auto bought = buy(cart, "sim_ok");
    settle();
    REQUIRE(edit(bought, 3).status == 200);
    REQUIRE(pay_due(bought, cart, "sim_requires_action").status == 200);
    CHECK(pay_due(bought, cart, "sim_ok").code() == "payments.already_paying");
    REQUIRE(approve(bought) == 200);
    CHECK(pay_due(bought, cart, "sim_ok").code() == "orders.nothing_due");
    CHECK(order(bought).number("/amount_due/amount") == 0);

    REQUIRE(edit(bought, 4).number("/amount_due/amount") == 1000);
    REQUIRE(pay_due(bought, cart, "sim_requires_action").status == 200);
    REQUIRE(approve(bought) == 200);
    CHECK(order(bought).number("/amount_due/amount") == 1000);
    settle();
    CHECK(order(bought).number("/amount_due/amount") == 0);
    CHECK(order(bought).at("/payments").as_array().size() == 3);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an edit after a capture that is not counted yet gives back what is over") {
    const auto bought = buy(fill_cart("MUG", 3), "sim_ok");
    settle();
    const auto id = *orders::OrderId::parse(bought.text("/id"));
    REQUIRE(shop().modules().payments->capture(id).has_value());
    REQUIRE(order(bought).text("/payment_status") == "authorized");
    const auto fewer = edit(bought, 1);
    REQUIRE_MESSAGE(fewer.status == 200, boost::json::serialize(fewer.body));
    CHECK(fewer.number("/amount_due/amount") == 0);
    CHECK(fewer.number("/refunds/0/amount/amount") == 2000);
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    CHECK(order(bought).number("/amount_due/amount") == 0);
    clock().advance(std::chrono::minutes(5));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an edit takes no more of a payment that is not counted yet") {
    const auto cart = fill_cart("MUG", 1);
    const auto bought = buy(cart, "sim_ok");
    settle();
    REQUIRE(edit(bought, 3).status == 200);
    REQUIRE(pay_due(bought, cart, "sim_requires_action").status == 200);
    REQUIRE(approve(bought) == 200);
    REQUIRE(edit(bought, 2).status == 200);
    settle();
    REQUIRE(to_order(bought, "/shipments").status == 201);
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    clock().advance(std::chrono::minutes(5));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "cancelling an authorised order gives the authorisation and the goods up") {
    const auto bought = buy(fill_cart("MUG"), "sim_ok");
    settle();
    REQUIRE(to_order(bought, "/cancel").status == 200);
    settle();
    CHECK(order(bought).text("/payments/0/status") == "cancelled");
    CHECK(order(bought).text("/payment_status") == "none");
    CHECK(available("MUG") == 50);
    CHECK(to_order(bought, "/capture").code() == "orders.nothing_to_capture");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an authorisation that the customer confirms later places the order") {
    const auto cart = fill_cart("MUG");
    const auto begun = buy(cart, "sim_requires_action");
    REQUIRE(begun.status == 202);
    REQUIRE(post(begun.text("/next_action/url")).status == 200);
    settle();
    const auto checkout = get("/v1/checkouts/" + begun.text("/checkout_id"), cart.headers);
    CHECK(checkout.text("/status") == "completed");
    const auto order = get("/v1/orders/" + checkout.text("/order_id"), cart.headers);
    CHECK(order.text("/payment_status") == "authorized");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a transfer: placed with instructions, sent when marked as paid") {
    const auto bought = buy_by(fill_cart("MUG"), R"("provider":"bank_transfer")");
    REQUIRE(bought.status == 201);
    CHECK(bought.text("/status") == "placed");
    CHECK(bought.text("/payment_status") == "none");
    CHECK(bought.text("/payments/0/status") == "awaited");
    CHECK(bought.text("/payments/0/instructions/iban") == "DE02120300000000202051");
    CHECK(bought.text("/payments/0/instructions/reference") == bought.text("/number"));
    CHECK(available("MUG") == 49);
    settle();
    CHECK(order(bought).at("/shipments").as_array().empty());
    CHECK(to_order(bought, "/shipments").code() == "invalid_transition");

    REQUIRE(mark_paid(bought).status == 200);
    CHECK(mark_paid(bought).status == 200);
    CHECK(mark_paid(bought, "again").code() == "invalid_transition");
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    CHECK(order(bought).text("/shipments/0/status") == "pending");
    CHECK_FALSE(order(bought).at("/payments/0").as_object().contains("instructions"));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an order whose transfer does not come in time is cancelled") {
    const auto bought = buy_by(fill_cart("MUG"), R"("provider":"bank_transfer")");
    REQUIRE(bought.status == 201);
    settle();
    clock().advance(std::chrono::days(14));
    settle();
    sign_staff_in();
    CHECK(order(bought).text("/status") == "cancelled");
    CHECK(order(bought).text("/cancellation_reason") == "not_paid_in_time");
    CHECK(order(bought).text("/payments/0/status") == "cancelled");
    CHECK(available("MUG") == 50);
    CHECK(mark_paid(bought).code() == "invalid_transition");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "cash on delivery: sent at once, paid when it has arrived") {
    const auto bought = buy_by(fill_cart("MUG"), R"("provider":"cash_on_delivery")");
    REQUIRE(bought.status == 201);
    CHECK(bought.text("/payment_status") == "none");
    settle();
    CHECK(order(bought).text("/shipments/0/status") == "pending");
    REQUIRE(to_order(bought, "/shipments").status == 201);
    settle();
    REQUIRE(mark_paid(bought).status == 200);
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a provider that cannot be reached costs the buyer nothing but the try") {
    const auto cart = fill_cart("MUG");
    const std::string payment = R"("provider":"stripe","token":"pm_card_visa")";
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto reply = buy_by(cart, payment);
        CHECK(reply.status == 503);
        CHECK(reply.code() == "payments.provider_unavailable");
    }
    const auto orders = [&] {
        return staff(Method::get, "/v1/admin/orders").at("/data").as_array().size();
    };
    const auto tried = orders();
    CHECK(buy_by(cart, payment).number("/retry_after") == 10);
    CHECK(orders() == tried);
    CHECK(buy(cart, "sim_ok").status == 201);
    settle();
    CHECK(available("MUG") == 49);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what can never be paid is refused before there is an order") {
    const auto cart = fill_cart("MUG");
    const auto refused = [&](const std::string& payment) {
        const auto reply = buy_by(cart, payment);
        CHECK(reply.status == 422);
        return reply.code();
    };
    CHECK(refused(R"("provider":"simulator")") == "payments.bad_token");
    CHECK(refused(R"("provider":"paypal","token":"1")") == "payments.unknown_provider");
    CHECK(refused(R"("provider":"stripe","token":"tok_visa")") == "payments.bad_token");
    CHECK(refused(R"("provider":"simulator","token":"4242 4242 4242 4242")") ==
          "payments.card_number");
    CHECK(refused(R"("provider":"simulator","payment_method_id":")" +
                  payments::PaymentMethodId::make().text() + '"') == "payments.no_such_method");
    CHECK(buy(cart, "sim_ok").status == 201);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a transfer that waits asks for what is due now, or for nothing any more") {
    const auto cart = fill_cart("MUG", 1);
    const auto bought = buy(cart, "sim_ok");
    settle();
    REQUIRE(to_order(bought, "/capture").status == 200);
    settle();
    REQUIRE(edit(bought, 3).number("/amount_due/amount") == 2000);
    REQUIRE(pay_due_by(bought, cart, R"("provider":"bank_transfer")").status == 200);
    CHECK(pay_due_by(bought, cart, R"("provider":"bank_transfer")").code() ==
          "payments.already_paying");
    CHECK(edit(bought, 2).number("/payments/1/amount/amount") == 1000);
    CHECK(edit(bought, 4).number("/payments/1/amount/amount") == 3000);
    CHECK(edit(bought, 1).text("/payments/1/status") == "cancelled");
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "cash for a delivery that became cheaper is booked as it is then") {
    const auto bought = buy_by(fill_cart("MUG", 2), R"("provider":"cash_on_delivery")");
    REQUIRE(bought.status == 201);
    settle();
    const auto total = bought.number("/totals/total/amount");
    clock().advance(std::chrono::seconds(1));
    const auto at = platform::to_rfc3339(clock().now());
    clock().advance(std::chrono::seconds(1));
    const auto fewer = edit(bought, 1);
    CHECK(fewer.number("/amount_due/amount") == total - 1000);
    CHECK(fewer.number("/payments/0/amount/amount") == total - 1000);
    REQUIRE(to_order(bought, "/shipments").status == 201);
    REQUIRE(mark_paid(bought).number("/captured/amount") == total - 1000);
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    const auto then = staff(Method::get, "/v1/admin/orders/" + bought.text("/id") + "?at=" + at);
    CHECK(then.number("/payments/0/amount/amount") == total);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "who chose a transfer may pay by card instead, and confirm it") {
    const auto cart = fill_cart("MUG", 2);
    const auto bought = buy_by(cart, R"("provider":"bank_transfer")");
    REQUIRE(bought.status == 201);
    settle();
    CHECK(pay_due(bought, cart, "sim_declined").status == 402);
    CHECK(order(bought).text("/payments/0/status") == "awaited");

    const auto paying = pay_due(bought, cart, "sim_requires_action");
    REQUIRE_MESSAGE(paying.status == 200, boost::json::serialize(paying.body));
    CHECK(paying.text("/payments/0/status") == "cancelled");
    const auto own = get("/v1/orders/" + bought.text("/id"), cart.headers);
    const auto url = own.text("/payments/2/next_action/url");
    CHECK(paying.text("/payments/2/next_action/url") == url);
    CHECK(mark_paid(bought).status == 409);
    REQUIRE(post(url).status == 200);
    settle();
    CHECK(order(bought).text("/payment_status") == "authorized");
    CHECK(order(bought).number("/amount_due/amount") == 0);
    REQUIRE(to_order(bought, "/shipments").status == 201);
    settle();
    CHECK(order(bought).text("/payment_status") == "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what is due is named where an order cannot be shipped for it") {
    const auto bought = buy(fill_cart("MUG", 1), "sim_ok");
    settle();
    REQUIRE(edit(bought, 3).number("/amount_due/amount") == 2000);
    const auto refused = to_order(bought, "/shipments");
    CHECK(refused.status == 409);
    CHECK(refused.code() == "invalid_transition");
    CHECK(refused.number("/amount_due/amount") == 2000);
    const auto unpaid = buy_by(fill_cart("MUG", 1), R"("provider":"bank_transfer")");
    settle();
    CHECK(to_order(unpaid, "/shipments").at("/amount_due") == unpaid.at("/totals/total"));
}
