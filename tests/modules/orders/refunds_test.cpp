#include "counter.hpp"

using namespace kontor;
using namespace kontor::orders;
using payments::RefundStatus;

namespace {

struct Cashier : ShopCounter {
    NewOrder wanted = some_order();  // 2 for 20.00, 1 for 5.00, shipping 4.90
    OrderId id = place(wanted);
    std::unique_ptr<Refunds> refunds = make_refunds(database, clock, *payments);

    RefundWish wish(std::size_t item, std::int64_t quantity) const {
        RefundWish wish;
        wish.lines = {{wanted.items[item].id, quantity}};
        wish.reason = "broken";
        wish.actor = "staff:test";
        wish.cause = platform::new_uuid();
        return wish;
    }
    platform::http::Response refund(const std::string& body, const std::string& key = "a") {
        return router.handle({platform::http::Method::post,
                              path(id) + "/refunds",
                              {{"Content-Type", "application/json"}, {"Idempotency-Key", key}},
                              body});
    }
};

std::string code_of(const platform::http::Response& response) {
    const auto body = platform::json::read<boost::json::object>(response.body).value();
    return std::string(body.at("code").as_string());
}

}  // namespace

TEST_CASE("items are refunded to the payment, and kept with the order") {
    Cashier shop;
    const auto refund = shop.refunds->refund(shop.id, shop.wish(0, 1)).value();
    CHECK_EQ(refund.amount, euros(1000));
    CHECK_EQ(refund.status, RefundStatus::settled);
    REQUIRE_EQ(refund.items.size(), 1);
    CHECK_EQ(refund.items[0].quantity, 1);
    CHECK_EQ(shop.payments->payments_of(shop.id).at(0).refunded, euros(1000));

    shop.settle();
    CHECK_EQ(shop.orders->order(shop.id, std::nullopt)->payment_status,
             PaymentState::partially_refunded);
    CHECK_EQ(shop.refunds->refunds_of(shop.id).size(), 1);
    CHECK_EQ(shop.refunds->refund(shop.id, shop.wish(0, 2)).error().code,
             "orders.refund_exceeds_order");
}

TEST_CASE("a refund that payments refuses leaves nothing behind") {
    Cashier shop;
    RefundWish most = shop.wish(0, 1);
    most.lines.clear();
    most.amount = euros(2900);
    REQUIRE(shop.refunds->refund(shop.id, most).has_value());
    CHECK_EQ(shop.refunds->refund(shop.id, shop.wish(0, 2)).error().code,
             "payments.refund_exceeds_captured");
    most.amount = euros(90);
    most.cause = platform::new_uuid();
    REQUIRE(shop.refunds->refund(shop.id, most).has_value());
    CHECK_EQ(shop.refunds->refund(shop.id, shop.wish(0, 2)).error().code,
             "payments.nothing_to_refund");
    CHECK_EQ(shop.refunds->refunds_of(shop.id).size(), 2);
}

TEST_CASE("the same cause is one refund of an order") {
    Cashier shop;
    const auto wish = shop.wish(0, 1);
    const auto first = shop.refunds->refund(shop.id, wish).value();
    CHECK_EQ(shop.refunds->refund(shop.id, wish).value().id, first.id);
    CHECK_EQ(shop.refunds->refunds_of(shop.id).size(), 1);
    CHECK_EQ(shop.payments->payments_of(shop.id).at(0).refunded, euros(1000));
}

TEST_CASE("a refund may be part of a transaction of several, and is sent afterwards") {
    Cashier shop;
    const auto promised = shop.database.together(
        [&] { return shop.refunds->promise_refund(shop.id, shop.wish(1, 1)); });
    CHECK_EQ(promised.value().status, RefundStatus::pending);
    shop.payments->send_refunds(shop.id);
    CHECK_EQ(shop.refunds->refunds_of(shop.id).at(0).status, RefundStatus::settled);
}

TEST_CASE("goods whose refund failed may be refunded again") {
    Cashier shop;
    shop.tables.superuser().transact([&](platform::Tx& tx) {
        tx.run(
            "insert into payments.simulator_refund (key, charge_key, amount, at)"
            " select 'elsewhere', key, amount, at from payments.simulator_charge");
    });
    const auto failed = shop.refunds->refund(shop.id, shop.wish(0, 2)).value();
    CHECK_EQ(failed.status, RefundStatus::failed);
    CHECK_EQ(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).error().code,
             "orders.refund_exceeds_order");
    shop.settle();
    CHECK_EQ(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).value(), euros(2000));
    CHECK_EQ(shop.orders->timeline(shop.id).back().event, "refund_failed");
}

TEST_CASE("staff refunds items and shipping over HTTP, and everybody sees it on the order") {
    Cashier shop;
    const auto made =
        shop.refund(R"({"items":[{"item_id":")" + shop.wanted.items[1].id.text() +
                    R"(","quantity":1}],"shipping_amount":{"amount":190,"currency":"EUR"},)"
                    R"("restocking_fee":{"amount":90,"currency":"EUR"},"reason":"broken"})");
    REQUIRE_EQ(made.status, 201);
    const auto refund = platform::json::read<OrderRefund>(made.body).value();
    CHECK_EQ(refund.amount, euros(600));
    CHECK_EQ(refund.shipping, euros(190));
    CHECK_EQ(refund.restocking_fee, euros(90));
    CHECK_EQ(refund.status, RefundStatus::settled);

    shop.settle();
    const auto shown = shop.show(shop.id).body;
    CHECK_NE(shown.find(refund.id.text()), std::string::npos);
    CHECK_NE(shown.find("\"refund_begun\""), std::string::npos);
}

TEST_CASE("the same key of the same member of staff is one refund, also after a crash") {
    Cashier shop;
    const std::string body = R"({"amount":{"amount":100,"currency":"EUR"},"reason":"late"})";
    REQUIRE_EQ(shop.refund(body, "one").status, 201);
    REQUIRE_EQ(shop.refund(body, "one").status, 201);
    REQUIRE_EQ(shop.refund(body, "two").status, 201);
    CHECK_EQ(shop.refunds->refunds_of(shop.id).size(), 2);
}

TEST_CASE("refunds beyond what is left, without a key or without sense are refused") {
    Cashier shop;
    const auto amount = [](std::int64_t cents) {
        return R"({"amount":{"amount":)" + std::to_string(cents) +
               R"(,"currency":"EUR"},"reason":"late"})";
    };
    const auto over = shop.refund(amount(9999));
    CHECK_EQ(over.status, 409);
    CHECK_EQ(code_of(over), "payments.refund_exceeds_captured");
    CHECK_EQ(shop.refund(amount(0)).status, 422);
    CHECK_EQ(shop.refund(R"({"reason":"late"})").status, 422);
    CHECK_EQ(shop.refund(R"({"shipping":true})").status, 422);
    const auto credit =
        shop.refund(R"({"shipping":true,"to":"store_credit","reason":"late"})", "c");
    CHECK_EQ(credit.status, 422);
    CHECK_EQ(code_of(credit), "payments.no_store_credit");
    CHECK_EQ(
        shop.ask(platform::http::Method::post, shop.path(shop.id) + "/refunds", amount(1)).status,
        400);
    shop.caller.permissions = {"orders.read"};
    CHECK_EQ(shop.refund(amount(1), "d").status, 403);
}

TEST_CASE("a customer is refunded as store credit where he asks for it") {
    Cashier shop;
    auto order = some_order();
    order.owner.customer = auth::UserId::make();
    shop.id = shop.place(order);
    const auto made = shop.refund(R"({"shipping":true,"to":"store_credit","reason":"late"})", "e");
    REQUIRE_EQ(made.status, 201);
    CHECK_EQ(platform::json::read<OrderRefund>(made.body).value().status, RefundStatus::settled);
    const auto credit = shop.tables.superuser().read([&](platform::Reader& reader) {
        return reader.one<std::int64_t>(
            "select balance from payments.stored_value where customer = $1", *order.owner.customer);
    });
    CHECK_EQ(credit, 490);
    CHECK(shop.payments->check().empty());
}

TEST_CASE("what goes back because an order is cancelled is among its refunds") {
    Cashier shop;
    REQUIRE(shop.orders->cancel(shop.id, std::nullopt, "staff:test", "sold twice").has_value());
    shop.settle();
    const auto refunds = shop.refunds->refunds_of(shop.id);
    REQUIRE_EQ(refunds.size(), 1);
    CHECK_EQ(refunds[0].amount, euros(2990));
    CHECK_EQ(refunds[0].reason, "sold twice");
}
