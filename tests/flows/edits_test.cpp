#include "shop_fixture.hpp"

#include <doctest/doctest.h>

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
    CHECK(edit(R"({"add":[{"sku":"NONE","quantity":1}],"reason":"x"})").status == 404);
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
