#include "counter.hpp"

#include <boost/json/parse.hpp>

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
    std::unique_ptr<payments::RefundDesk> desk = payments::make_refund_desk(money, clock);

    Cashier() {
        add_refund_desk_routes(router, database, clock, *payments, *desk, "secret");
        caller.permissions = {"orders.read", "orders.write", "payments.read", "payments.write"};
    }

    // Somebody took all of it back in the simulator's own books, or gave it again.
    void empty_the_provider() {
        tables.superuser().transact([&](platform::Tx& tx) {
            tx.run(
                "insert into payments.simulator_refund (key, charge_key, amount, at)"
                " select 'elsewhere', key, amount, at from payments.simulator_charge");
        });
    }
    void fill_the_provider() {
        tables.superuser().transact([&](platform::Tx& tx) {
            tx.run("set local session_replication_role = replica");  // past the trigger
            tx.run("delete from payments.simulator_refund where key = 'elsewhere'");
        });
    }
    std::string only_part() {
        const auto made = payments->refunds_of(id);
        REQUIRE_EQ(made.size(), 1);
        return made[0].id.text();
    }
    platform::http::Response list(const std::string& query) {
        return ask(platform::http::Method::get, "/v1/admin/refunds" + query);
    }
    platform::http::Response retry(const std::string& refund) {
        return ask(platform::http::Method::post, "/v1/admin/refunds/" + refund + "/retry");
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
    shop.empty_the_provider();
    const auto failed = shop.refunds->refund(shop.id, shop.wish(0, 2)).value();
    CHECK_EQ(failed.status, RefundStatus::failed);
    CHECK_EQ(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).error().code,
             "orders.refund_exceeds_order");
    shop.settle();
    CHECK_EQ(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).value(), euros(2000));
    CHECK_EQ(shop.orders->timeline(shop.id).back().event, "refund_failed");
}

TEST_CASE(
    "goods count as refunded where the refund was sent once more before its failure is told") {
    Cashier shop;
    shop.empty_the_provider();
    REQUIRE_EQ(shop.refunds->refund(shop.id, shop.wish(0, 2))->status, RefundStatus::failed);
    REQUIRE(shop.desk->retry(*payments::RefundId::parse(shop.only_part())).has_value());
    shop.dispatcher.drain();
    CHECK_EQ(shop.orders->timeline(shop.id).back().event, "refund_failed");
    CHECK_EQ(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).error().code,
             "orders.refund_exceeds_order");
}

TEST_CASE("goods count as refunded once the money of a refund that failed went back after all") {
    Cashier shop;
    shop.empty_the_provider();
    REQUIRE_EQ(shop.refunds->refund(shop.id, shop.wish(0, 2))->status, RefundStatus::failed);
    shop.settle();
    REQUIRE(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).has_value());
    shop.fill_the_provider();
    REQUIRE(shop.desk->retry(*payments::RefundId::parse(shop.only_part())).has_value());
    shop.settle();
    REQUIRE_EQ(shop.refunds->refunds_of(shop.id).at(0).status, RefundStatus::settled);
    CHECK_EQ(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).error().code,
             "orders.refund_exceeds_order");
}

TEST_CASE("staff finds the refunds that failed, and sends one once more") {
    Cashier shop;
    shop.empty_the_provider();
    REQUIRE_EQ(shop.refunds->refund(shop.id, shop.wish(0, 1))->status, RefundStatus::failed);
    shop.settle();
    const auto listed = shop.list("?status=failed");
    REQUIRE_EQ(listed.status, 200);
    const auto page = boost::json::parse(listed.body);
    REQUIRE_EQ(page.at("data").as_array().size(), 1);
    CHECK_EQ(page.at_pointer("/data/0/id").as_string(), shop.only_part());
    CHECK_EQ(page.at_pointer("/data/0/order_id").as_string(), shop.id.text());
    CHECK_EQ(page.at_pointer("/data/0/provider").as_string(), "simulator");

    CHECK_EQ(boost::json::parse(shop.retry(shop.only_part()).body).at("status"), "failed");
    shop.settle();
    shop.fill_the_provider();
    const auto retried = shop.retry(shop.only_part());
    REQUIRE_EQ(retried.status, 200);
    CHECK_EQ(boost::json::parse(retried.body).at("status"), "settled");
    CHECK(boost::json::parse(shop.list("?status=failed").body).at("data").as_array().empty());
    // What was refused under one key is never settled under it.
    CHECK_EQ(shop.tables.superuser().read([](platform::Reader& reader) {
        return reader.one<std::string>("select key from payments.simulator_refund");
    }),
             shop.only_part() + ":2");
    shop.settle();
    CHECK_EQ(shop.refunds->refunds_of(shop.id).at(0).status, RefundStatus::settled);
    CHECK_EQ(shop.refunds->quote_refund(shop.id, shop.wish(0, 2)).error().code,
             "orders.refund_exceeds_order");
    CHECK(shop.payments->check().empty());
}

TEST_CASE("a refund is sent once more only while it failed, and its goods and money are left") {
    Cashier shop;
    shop.empty_the_provider();
    REQUIRE_EQ(shop.refunds->refund(shop.id, shop.wish(0, 2))->status, RefundStatus::failed);
    const auto failed = shop.only_part();
    shop.settle();
    shop.fill_the_provider();
    REQUIRE_EQ(shop.refunds->refund(shop.id, shop.wish(0, 1))->status, RefundStatus::settled);
    shop.settle();
    const auto too_much = shop.retry(failed);
    CHECK_EQ(too_much.status, 409);
    CHECK_EQ(code_of(too_much), "orders.refund_exceeds_order");

    RefundWish rest = shop.wish(0, 1);
    rest.lines.clear();
    rest.amount = euros(1500);
    REQUIRE(shop.refunds->refund(shop.id, rest).has_value());
    for (const auto& refund : shop.payments->refunds_of(shop.id)) {
        if (refund.status != RefundStatus::settled) continue;
        const auto over = shop.retry(refund.id.text());
        CHECK_EQ(code_of(over), "invalid_transition");
        CHECK_EQ(boost::json::parse(over.body).at("from"), "settled");
    }
    CHECK_EQ(shop.desk->retry(*payments::RefundId::parse(failed)).error().code,
             "payments.refund_exceeds_captured");
    CHECK_EQ(shop.retry(payments::RefundId::make().text()).status, 404);
    CHECK_EQ(boost::json::parse(shop.list("?status=failed").body).at("data").as_array().size(), 1);
    shop.caller.permissions = {"orders.read", "orders.write"};
    CHECK_EQ(shop.retry(failed).status, 403);
    CHECK_EQ(shop.list("").status, 403);
}

TEST_CASE("refunds are listed in pages, and a cursor belongs to its list") {
    Cashier shop;
    for (int count = 0; count < 3; ++count) {
        auto wish = shop.wish(0, 1);
        wish.lines.clear();
        wish.amount = euros(100);
        REQUIRE(shop.refunds->refund(shop.id, wish).has_value());
    }
    const auto first = boost::json::parse(shop.list("?limit=2").body);
    CHECK_EQ(first.at("data").as_array().size(), 2);
    const auto cursor = std::string(first.at("next_cursor").as_string());
    const auto second = boost::json::parse(shop.list("?limit=2&cursor=" + cursor).body);
    CHECK_EQ(second.at("data").as_array().size(), 1);
    CHECK_EQ(shop.list("?status=failed&limit=2&cursor=" + cursor).status, 400);
    CHECK_EQ(shop.list("?status=lost").status, 422);
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
