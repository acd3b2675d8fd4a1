#include "app/reconciliation.hpp"
#include "shop_fixture.hpp"

#include <doctest/doctest.h>

#include <future>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

struct Till : ShopFixture {
    GuestCart cart;
    std::string order;

    Till() {
        add_product("MUG", 1000, 50);
        add_product("CUP", 500, 3);
        cart = fill_cart("MUG", 2);
        order = buy(cart, "sim_ok").text("/id");
        settle();
    }

    std::string admin() const { return "/v1/admin/orders/" + order; }
    Reply shown() { return staff(Method::get, admin()); }
    Reply edit(const std::string& body) { return staff(Method::post, admin() + "/edits", body); }
    Reply pay(const std::string& token,
              const std::string& key = platform::to_string(platform::new_uuid())) {
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", key);
        return post("/v1/orders/" + order + "/payments",
                    R"({"payment":{"provider":"simulator","token":")" + token + R"("}})", headers);
    }
    Reply refund(const std::string& body) {
        return staff(Method::post, admin() + "/refunds", body,
                     {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    }
    // What the buyer paid and did not get back.
    std::int64_t kept() {
        auto sum = std::int64_t{0};
        const auto id = *orders::OrderId::parse(order);
        for (const auto& payment : shop().modules().payments->payments_of(id))
            sum += payment.captured.amount - payment.refunded.amount;
        return sum;
    }
    // What all documents of the order come to.
    std::int64_t invoiced() {
        auto sum = std::int64_t{0};
        const auto invoices = staff(Method::get, admin() + "/invoices");
        for (const auto& document : invoices.at("/data").as_array()) {
            const auto total = document.at_pointer("/total/amount").to_number<std::int64_t>();
            sum += document.at("kind") == "invoice" ? total : -total;
        }
        return sum;
    }
    std::string item() { return shown().text("/items/0/id"); }
    void pass_time() {
        settle();
        clock().advance(std::chrono::seconds(1));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Till,
                  "what an edit takes out goes back: goods to the stock, money to the buyer") {
    const auto total = shown().number("/totals/total/amount");
    const auto edited = edit(R"({"change":[{"item_id":")" + item() +
                             R"(","quantity":1}],"reason":"One was enough"})");
    REQUIRE_MESSAGE(edited.status == 200, boost::json::serialize(edited.body));
    CHECK(edited.number("/items/0/quantity") == 1);
    CHECK(edited.number("/totals/total/amount") == total - 1000);
    CHECK(edited.number("/amount_due/amount") == 0);
    CHECK(available("MUG") == 49);
    pass_time();
    const auto after = shown();
    CHECK(after.text("/payment_status") == "paid");
    CHECK(after.number("/refunds/0/amount/amount") == 1000);
    CHECK(after.text("/shipments/0/status") == "pending");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till,
                  "an edited order costs what a new one of the same goods does, by the piece too") {
    tax_by_the_piece();
    add_product("NUT", 107, 50);
    order = buy(fill_cart("NUT", 6), "sim_ok").text("/id");
    settle();
    const auto edited =
        edit(R"({"change":[{"item_id":")" + item() + R"(","quantity":7}],"reason":"One more"})");
    const auto bought = buy(fill_cart("NUT", 7), "sim_ok");
    CHECK(edited.number("/items/0/tax/amount") == 140);
    CHECK(edited.at("/totals") == bought.at("/totals"));
    CHECK(edited.at("/taxes") == bought.at("/taxes"));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "what an edit adds is held, due, and paid by whoever pays it, once") {
    const auto total = shown().number("/totals/total/amount");
    const auto edited = edit(R"({"add":[{"sku":"CUP","quantity":2}],"reason":"By phone"})");
    REQUIRE_MESSAGE(edited.status == 200, boost::json::serialize(edited.body));
    CHECK(edited.number("/totals/total/amount") == total + 1000);
    CHECK(edited.number("/amount_due/amount") == 1000);
    CHECK(edited.text("/payment_status") == "partially_paid");
    CHECK(available("CUP") == 1);

    CHECK(pay("sim_declined").status == 402);
    const auto paid = pay("sim_ok", "the-same");
    REQUIRE_MESSAGE(paid.status == 200, boost::json::serialize(paid.body));
    CHECK(paid.text("/payment_status") == "paid");
    CHECK(paid.number("/amount_due/amount") == 0);
    CHECK(pay("sim_ok", "the-same").status == 200);
    CHECK(pay("sim_ok").code() == "orders.nothing_due");
    pass_time();
    CHECK(shown().text("/payment_status") == "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "an edit that cannot be done whole changes nothing") {
    const auto before = shown();
    const auto short_of =
        edit(R"({"add":[{"sku":"CUP","quantity":4}],"remove":[")" + item() + R"("],"reason":"x"})");
    CHECK(short_of.status == 409);
    CHECK(short_of.code() == "insufficient_stock");
    const auto dearer = edit(R"({"change":[{"item_id":")" + item() +
                             R"(","unit_price":{"amount":1,"currency":"EUR"}}],)" +
                             R"("expected_total":{"amount":5,"currency":"EUR"},"reason":"x"})");
    CHECK(dearer.status == 409);
    CHECK(dearer.code() == "orders.total_changed");
    CHECK(edit(R"({"remove":[")" + item() + R"("],"reason":"x"})").status == 422);
    const auto both = edit(R"({"change":[{"item_id":")" + item() +
                           R"(","quantity":3}],"remove":[")" + item() + R"("],"reason":"x"})");
    CHECK(both.status == 422);
    CHECK(both.code() == "orders.item_twice");
    const auto unknown = edit(R"({"add":[{"sku":"NONE","quantity":1}],"reason":"x"})");
    CHECK(unknown.status == 422);
    CHECK(unknown.text("/errors/0/pointer") == "/add/0/sku");
    const auto one = R"({"item_id":")" + item() + R"(","quantity":1})";
    const auto twice = edit(R"({"change":[)" + one + "," + one + R"(],"reason":"x"})");
    CHECK(twice.status == 422);
    CHECK(twice.text("/errors/0/pointer") == "/change/1/item_id");
    CHECK(edit(R"({"reason":"x"})").status == 422);
    CHECK(available("CUP") == 3);
    CHECK(shown().body == before.body);
}

TEST_CASE_FIXTURE(Till, "an order of which something was shipped is not edited any more") {
    REQUIRE(staff(Method::post, admin() + "/shipments", "{}").status == 201);
    const auto late = edit(R"({"add":[{"sku":"CUP","quantity":1}],"reason":"x"})");
    CHECK(late.status == 409);
    CHECK(late.code() == "invalid_transition");
}

TEST_CASE_FIXTURE(Till, "nothing leaves until what an edit made due is paid, by whichever way") {
    const auto pending = "/v1/admin/shipments/" + shown().text("/shipments/0/id");
    REQUIRE(edit(R"({"change":[{"item_id":")" + item() + R"(","quantity":5}],"reason":"x"})")
                .number("/amount_due/amount") == 3000);
    for (const auto& path : {pending + "/ship", admin() + "/shipments"}) {
        const auto refused = staff(Method::post, path, "{}");
        CHECK(refused.code() == "invalid_transition");
        CHECK(refused.number("/amount_due/amount") == 3000);
    }
    REQUIRE(pay("sim_ok").status == 200);
    const auto sent = staff(Method::post, pending + "/ship", "{}");
    CHECK_MESSAGE(sent.status == 200, boost::json::serialize(sent.body));
    CHECK(sent.number("/items/0/quantity") == 5);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "nothing leaves of an order all of whose money went back") {
    const auto pending = "/v1/admin/shipments/" + shown().text("/shipments/0/id");
    const auto total = std::to_string(shown().number("/totals/total/amount"));
    REQUIRE(
        refund(R"({"amount":{"amount":)" + total + R"(,"currency":"EUR"},"reason":"x"})").status ==
        201);
    settle();
    CHECK(staff(Method::post, pending + "/ship", "{}").code() == "invalid_transition");
}

TEST_CASE_FIXTURE(Till,
                  "an order is edited or sent, whichever is faster, and what is sent is ordered") {
    for (int round = 0; round < 8; ++round) {
        cart = fill_cart("MUG", 4);
        order = buy(cart, "sim_ok").text("/id");
        settle();
        const auto fewer =
            R"({"change":[{"item_id":")" + item() + R"(","quantity":1}],"reason":"x"})";
        auto editing = std::async(std::launch::async, [&] { return edit(fewer); });
        const auto sent = staff(Method::post, admin() + "/shipments", "{}");
        const auto edited = editing.get();
        REQUIRE(sent.status == 201);
        CHECK(sent.number("/items/0/quantity") == (edited.status == 200 ? 1 : 4));
        settle();
        CHECK(shown().text("/fulfilment_status") == "shipped");
        CHECK(illness() == "");
    }
}

TEST_CASE_FIXTURE(Till, "an edit that asks for more than an order can hold is refused") {
    const std::string one = R"({"sku":"CUP","quantity":1})";
    std::string many = one;
    for (int lines = 1; lines < 200; ++lines) many += "," + one;
    // With what the order has already, and by themselves.
    for (const auto& added : {many, many + "," + one}) {
        const auto refused = edit(R"({"add":[)" + added + R"(],"reason":"x"})");
        CHECK(refused.status == 422);
        CHECK(refused.code() == "orders.too_many_items");
    }
    add_product("GOLD", 1'000'000'000'000, 10'000);
    const auto dear = edit(R"({"add":[{"sku":"GOLD","quantity":10000}],"reason":"x"})");
    CHECK(dear.status == 422);
    CHECK(dear.text("/errors/0/pointer") == "/add/0/quantity");
}

TEST_CASE_FIXTURE(Till, "an edited order is answered as of before as it was answered then") {
    pass_time();
    const auto at = platform::to_rfc3339(clock().now());
    const auto before = shown();
    pass_time();
    REQUIRE(edit(R"({"add":[{"sku":"CUP","quantity":1}],"change":[{"item_id":")" + item() +
                 R"(","unit_price":{"amount":100,"currency":"EUR"}}],"reason":"Dented"})")
                .status == 200);
    pass_time();
    CHECK(staff(Method::get, admin() + "?at=" + at).body == before.body);
    CHECK(shown().body != before.body);
}

TEST_CASE_FIXTURE(Till, "an edited order has its invoice taken back and another one") {
    pass_time();
    REQUIRE(
        edit(R"({"change":[{"item_id":")" + item() + R"(","quantity":1}],"reason":"x"})").status ==
        200);
    pass_time();
    const auto invoices = staff(Method::get, admin() + "/invoices");
    const auto& documents = invoices.at("/data").as_array();
    REQUIRE(documents.size() == 3);
    CHECK(documents[1].at("kind").as_string() == "credit_note");
    CHECK(documents[2].at("total") == shown().at("/totals/total"));
}

TEST_CASE_FIXTURE(Till, "what was refunded does not go back again when an edit takes it out") {
    REQUIRE(edit(R"({"add":[{"sku":"CUP","quantity":1}],"reason":"By phone"})").status == 200);
    REQUIRE(pay("sim_ok").status == 200);
    pass_time();
    const auto total = shown().number("/totals/total/amount");
    const auto mugs = item();
    const auto one = R"({"reason":"Dented","items":[{"item_id":")" + mugs + R"(","quantity":1}]})";
    REQUIRE(refund(one).status == 201);
    pass_time();
    REQUIRE(kept() == total - 1000);

    const auto fewer = edit(R"({"change":[{"item_id":")" + mugs +
                            R"(","quantity":1}],"reason":"One was enough"})");
    REQUIRE_MESSAGE(fewer.status == 200, boost::json::serialize(fewer.body));
    CHECK(fewer.number("/amount_due/amount") == 0);
    pass_time();
    CHECK(kept() == total - 1000);
    CHECK(invoiced() == kept());
    CHECK(shown().text("/payment_status") == "paid");
    CHECK(shown().at("/refunds").as_array().size() == 1);

    REQUIRE(refund(one).status == 201);
    pass_time();
    CHECK(invoiced() == total - 2000);
    REQUIRE(edit(R"({"remove":[")" + mugs + R"("],"reason":"None"})").status == 200);
    pass_time();
    CHECK(kept() == total - 2000);
    CHECK(invoiced() == kept());
    CHECK(shown().text("/payment_status") == "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till,
                  "an edit gives back what a refund kept as a fee, and a price that falls once") {
    REQUIRE(edit(R"({"add":[{"sku":"CUP","quantity":1}],"reason":"By phone"})").status == 200);
    REQUIRE(pay("sim_ok").status == 200);
    pass_time();
    const auto total = shown().number("/totals/total/amount");
    const auto mugs = item();
    REQUIRE(refund(R"({"reason":"Unwanted","restocking_fee":{"amount":100,"currency":"EUR"},)"
                   R"("items":[{"item_id":")" +
                   mugs + R"(","quantity":1}]})")
                .status == 201);
    pass_time();
    REQUIRE(kept() == total - 900);
    REQUIRE(edit(R"({"change":[{"item_id":")" + mugs +
                 R"(","unit_price":{"amount":600,"currency":"EUR"}}],"reason":"Dented"})")
                .status == 200);
    pass_time();
    CHECK(kept() == total - 900 - 400 - 40);
    CHECK(invoiced() == kept());
    REQUIRE(edit(R"({"remove":[")" + mugs + R"("],"reason":"None"})").status == 200);
    pass_time();
    CHECK(kept() == total - 2000);
    CHECK(invoiced() == kept());
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "an edit for which too little is left says why") {
    REQUIRE(edit(R"({"add":[{"sku":"CUP","quantity":1}],"reason":"By phone"})").status == 200);
    REQUIRE(pay("sim_ok").status == 200);
    pass_time();
    const auto total = std::to_string(shown().number("/totals/total/amount") - 1200);
    REQUIRE(refund(R"({"reason":"Sorry","amount":{"amount":)" + total + R"(,"currency":"EUR"}})")
                .status == 201);
    pass_time();
    const auto refused = edit(R"({"remove":[")" + item() + R"("],"reason":"None"})");
    CHECK(refused.status == 409);
    CHECK(refused.code() == "payments.refund_exceeds_captured");
    CHECK(refused.text("/detail").starts_with("The edit would give back 20.00 EUR"));
    CHECK(refused.number("/refundable/amount") == 1200);
}

TEST_CASE_FIXTURE(Till, "what is paid although an edit took it away again goes back by itself") {
    const auto total = kept();
    REQUIRE(edit(R"({"change":[{"item_id":")" + item() + R"(","quantity":3}],"reason":"x"})")
                .number("/amount_due/amount") == 1000);
    const auto waiting = pay("sim_requires_action");
    REQUIRE(waiting.status == 200);
    REQUIRE(
        edit(R"({"change":[{"item_id":")" + item() + R"(","quantity":2}],"reason":"x"})").status ==
        200);
    REQUIRE(post(waiting.text("/payments/1/next_action/url")).status == 200);
    REQUIRE(kept() == total + 1000);
    pass_time();
    shop().modules().payments->work_off();
    pass_time();
    CHECK(kept() == total);
    CHECK(shown().text("/payment_status") == "paid");
    CHECK(shown().number("/refunds/0/amount/amount") == 1000);
    CHECK(invoiced() == total);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "a refund is no difference to the simulator's books") {
    REQUIRE(refund(R"({"reason":"Sorry","amount":{"amount":300,"currency":"EUR"}})").status == 201);
    pass_time();
    clock().advance(std::chrono::minutes(5));
    CHECK(app::reconcile(shop().modules(), {}, clock().now()).empty());
}

TEST_CASE_FIXTURE(Till, "gift cards pay what is due, in turn, and a payment the rest") {
    const auto card = [&](std::int64_t amount) {
        const auto made =
            staff(Method::post, "/v1/admin/gift-cards",
                  R"({"amount":{"amount":)" + std::to_string(amount) + R"(,"currency":"EUR"}})",
                  {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
        REQUIRE_MESSAGE(made.status == 201, boost::json::serialize(made.body));
        return made.text("/code");
    };
    const auto spend = [&](const std::string& cards, const std::string& more = "") {
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        return post("/v1/orders/" + order + "/payments",
                    R"({"gift_cards":[)" + cards + "]" + more + "}", headers);
    };
    const auto quoted = [](const std::string& code) { return "\"" + code + "\""; };
    REQUIRE(edit(R"({"add":[{"sku":"CUP","quantity":3}],"reason":"More"})")
                .number("/amount_due/amount") == 1500);
    const auto small = card(400);
    const auto large = card(5000);
    const auto too_little = spend(quoted(small));
    CHECK(too_little.status == 422);
    CHECK(too_little.code() == "orders.payment_missing");
    CHECK(too_little.number("/amount_due/amount") == 1100);
    CHECK(spend("\"nobodys-card\"").code() == "payments.no_such_gift_card");
    CHECK(spend("").code() == "orders.payment_missing");
    CHECK(shown().number("/amount_due/amount") == 1500);

    const auto refused =
        spend(quoted(small), R"(,"payment":{"provider":"simulator","token":"sim_declined"})");
    CHECK(refused.status == 402);
    CHECK(shown().number("/amount_due/amount") == 1100);
    const auto paid =
        spend(quoted(large), R"(,"payment":{"provider":"simulator","token":"sim_ok"})");
    REQUIRE_MESSAGE(paid.status < 300, boost::json::serialize(paid.body));
    CHECK(paid.number("/amount_due/amount") == 0);
    CHECK(spend(quoted(large)).code() == "orders.nothing_due");
    pass_time();
    CHECK(shown().text("/payment_status") == "paid");

    // The same card once more, for what is due again.
    REQUIRE(edit(R"({"add":[{"sku":"MUG","quantity":1}],"reason":"And one"})")
                .number("/amount_due/amount") == 1000);
    CHECK(spend(quoted(large)).number("/amount_due/amount") == 0);
    pass_time();
    CHECK(kept() == shown().number("/totals/total/amount"));
    CHECK(illness() == "");
}
