#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

const std::string address = R"("shipping_address":{"name":"Grace","line1":"1 Street",)"
                            R"("city":"Bremen","postal_code":"28195","country":"DE"})";

struct Telephone : ShopFixture {
    Telephone() { add_product("MUG", 1000, 5); }

    Reply take_down(const std::string& items, const std::string& more = "") {
        return staff(
            Method::post, "/v1/admin/drafts",
            R"({"email":"grace@example.org","items":[)" + items + "]," + address + more + "}");
    }
    Reply place(const std::string& draft, const std::string& token, const std::string& more = "") {
        return staff(
            Method::post, "/v1/admin/drafts/" + draft + "/place",
            R"({"payment":{"provider":"simulator","token":")" + token + R"("})" + more + "}",
            {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    }
    // Ten per cent off, once.
    void offer_coupon(const std::string& more = "") {
        const auto made = staff(Method::post, "/v1/admin/promotions",
                                R"({"name":"Ten off","automatic":false,"benefit":{"kind":)"
                                R"("percentage","target":"order","percentage_ppm":100000})" +
                                    more + "}");
        REQUIRE_MESSAGE(made.status == 201, boost::json::serialize(made.body));
        REQUIRE(staff(Method::post, "/v1/admin/promotions/" + made.text("/id") + "/coupons",
                      R"({"code":"PHONE10","limit":1})")
                    .status == 201);
    }
    Reply change(const std::string& draft, const std::string& body) {
        return staff(Method::patch, "/v1/admin/drafts/" + draft, body);
    }
    Reply order(const std::string& id) { return staff(Method::get, "/v1/admin/orders/" + id); }
};

}  // namespace

TEST_CASE_FIXTURE(Telephone,
                  "a draft is priced, holds nothing, and becomes an order by its payment") {
    const auto draft = take_down(R"({"sku":"MUG","quantity":2})");
    REQUIRE_MESSAGE(draft.status == 201, boost::json::serialize(draft.body));
    CHECK(draft.text("/status") == "draft");
    CHECK(draft.number("/totals/subtotal/amount") == 2000);
    CHECK(draft.number("/totals/shipping/amount") > 0);
    CHECK(available("MUG") == 5);

    const auto id = draft.text("/id");
    const auto placed = place(id, "sim_ok");
    REQUIRE_MESSAGE(placed.status == 201, boost::json::serialize(placed.body));
    CHECK(placed.text("/id") == id);
    CHECK(placed.text("/status") == "placed");
    CHECK(placed.text("/payment_status") == "paid");
    CHECK(placed.at("/totals") == draft.at("/totals"));
    CHECK(available("MUG") == 3);
    CHECK(place(id, "sim_ok").code() == "invalid_transition");
    CHECK(change(id, R"({"email":"x@example.org"})").code() == "invalid_transition");
    CHECK(staff(Method::del, "/v1/admin/drafts/" + id).code() == "invalid_transition");
    settle();
    CHECK(order(id).text("/shipments/0/status") == "pending");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Telephone, "a price of its own needs a reason, and keeps until it is placed") {
    const std::string cheap =
        R"({"sku":"MUG","quantity":1,"unit_price":{"amount":700,"currency":"EUR"}})";
    CHECK(take_down(cheap).code() == "orders.reason_needed");
    const auto draft = take_down(cheap, R"(,"reason":"Chipped")");
    REQUIRE(draft.status == 201);
    CHECK(draft.number("/items/0/unit_price/amount") == 700);
    CHECK(order(draft.text("/id")).text("/timeline/0/detail") == "Chipped");
    CHECK(place(draft.text("/id"), "sim_ok", R"(,"expected_total":{"amount":1,"currency":"EUR"})")
              .code() == "cart_changed");
    CHECK(order(draft.text("/id")).text("/status") == "draft");
    CHECK(place(draft.text("/id"), "sim_ok").status == 201);
}

TEST_CASE_FIXTURE(Telephone, "a draft costs no more than an order can") {
    add_product("CASTLE", 1'000'000'000'000, 5);
    const auto refused =
        take_down(R"({"sku":"MUG","quantity":1},{"sku":"CASTLE","quantity":10000})");
    CHECK(refused.status == 422);
    CHECK(refused.code() == "orders.too_dear");
    CHECK(refused.text("/errors/0/pointer") == "/items/1/quantity");
    CHECK(take_down(R"({"sku":"CASTLE","quantity":1000})").status == 201);
}

TEST_CASE_FIXTURE(Telephone, "a draft takes coupons, which are used up when it is placed") {
    offer_coupon(R"(,"conditions":{"minimum":[{"amount":1500,"currency":"EUR"}]})");
    const std::string coupon = R"(,"coupons":[" phone10 "])";
    const auto idle = take_down(R"({"sku":"MUG","quantity":1})", coupon);
    CHECK(idle.code() == "orders.coupon_gives_nothing");
    CHECK(idle.text("/errors/0/pointer") == "/coupons/0");
    CHECK(take_down(R"({"sku":"MUG","quantity":2})", R"(,"coupons":["NONE"])").code() ==
          "pricing.no_such_coupon");

    const auto draft = take_down(R"({"sku":"MUG","quantity":2})", coupon);
    REQUIRE_MESSAGE(draft.status == 201, boost::json::serialize(draft.body));
    CHECK(draft.number("/totals/discount/amount") == 200);
    CHECK(draft.text("/coupons/0") == "PHONE10");
    const auto other = take_down(R"({"sku":"MUG","quantity":2})", coupon);
    REQUIRE(other.status == 201);
    CHECK(change(other.text("/id"), R"({"items":[{"sku":"MUG","quantity":1}]})").code() ==
          "orders.coupon_gives_nothing");

    REQUIRE(place(draft.text("/id"), "sim_ok").status == 201);
    CHECK(place(other.text("/id"), "sim_ok").code() == "pricing.coupon_used_up");
    CHECK(order(other.text("/id")).text("/status") == "draft");
    const auto without = change(other.text("/id"), R"({"coupons":[]})");
    CHECK(without.number("/totals/discount/amount") == 0);
    CHECK(place(other.text("/id"), "sim_ok").status == 201);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Telephone, "a coupon that a refused draft had used may be used again") {
    offer_coupon();
    const std::string coupon = R"(,"coupons":["PHONE10"])";
    const auto refused = take_down(R"({"sku":"MUG","quantity":1})", coupon).text("/id");
    CHECK(place(refused, "sim_declined").status == 402);
    settle();
    const auto next = take_down(R"({"sku":"MUG","quantity":1})", coupon);
    REQUIRE(next.status == 201);
    CHECK(place(next.text("/id"), "sim_ok").status == 201);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Telephone, "a draft is changed as a whole and answered as of before") {
    const auto draft = take_down(R"({"sku":"MUG","quantity":1})");
    const auto id = draft.text("/id");
    const auto before = order(id);
    const auto at = platform::to_rfc3339(clock().now());
    clock().advance(std::chrono::seconds(1));
    const auto changed = change(id, R"({"items":[{"sku":"MUG","quantity":3}]})");
    REQUIRE_MESSAGE(changed.status == 200, boost::json::serialize(changed.body));
    CHECK(changed.number("/totals/subtotal/amount") == 3000);
    CHECK(changed.text("/number") == draft.text("/number"));
    clock().advance(std::chrono::seconds(1));
    CHECK(staff(Method::get, "/v1/admin/orders/" + id + "?at=" + at).body == before.body);
    CHECK(change(id, R"({"items":[]})").code() == "orders.empty");
    CHECK(change(id, R"({"shipping_option_id":"pigeon"})").code() == "orders.no_delivery");
}

TEST_CASE_FIXTURE(Telephone, "a draft thrown away has never been, and no customer sees one") {
    const auto id = take_down(R"({"sku":"MUG","quantity":1})").text("/id");
    CHECK(get("/v1/orders/" + id).status == 404);
    CHECK(staff(Method::del, "/v1/admin/drafts/" + id).status == 204);
    CHECK(order(id).status == 404);
    CHECK(staff(Method::del, "/v1/admin/drafts/" + id).status == 404);
    CHECK(take_down(R"({"sku":"NONE","quantity":1})").code() == "catalog.no_such_variant");
}

TEST_CASE_FIXTURE(Telephone, "customers see a draft for them once it is an order") {
    const auto registered = post(
        "/v1/auth/register", R"({"email":"grace@example.org","password":"a very long password"})");
    const platform::http::Headers grace{
        {"Authorization", "Bearer " + registered.text("/access_token")}};
    const auto draft = take_down(R"({"sku":"MUG","quantity":1})",
                                 R"(,"customer":")" + registered.text("/user/id") + R"(")");
    const auto id = draft.text("/id");
    CHECK(get("/v1/orders/" + id, grace).status == 404);
    CHECK(get("/v1/orders", grace).at("/data").as_array().empty());
    REQUIRE(place(id, "sim_ok").status == 201);
    CHECK(get("/v1/orders/" + id, grace).status == 200);
    CHECK(get("/v1/orders", grace).at("/data").as_array().size() == 1);
}

TEST_CASE_FIXTURE(Telephone, "what cannot be held or paid leaves no hold behind") {
    const auto many = take_down(R"({"sku":"MUG","quantity":9})").text("/id");
    CHECK(place(many, "sim_ok").code() == "insufficient_stock");
    CHECK(order(many).text("/status") == "draft");
    const auto one = take_down(R"({"sku":"MUG","quantity":1})").text("/id");
    CHECK(place(one, "sim_declined").status == 402);
    CHECK(order(one).text("/status") == "cancelled");
    CHECK(available("MUG") == 5);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Telephone, "a draft is for a customer, in a currency of the shop") {
    const std::string mug = R"({"sku":"MUG","quantity":1})";
    const auto stranger = take_down(mug, R"(,"customer":")" + auth::UserId::make().text() + R"(")");
    CHECK(stranger.status == 422);
    CHECK(stranger.code() == "orders.no_such_customer");
    CHECK(stranger.text("/errors/0/pointer") == "/customer");
    CHECK(take_down(mug, R"(,"currency":"USD")").code() == "pricing.no_such_currency");
}

TEST_CASE_FIXTURE(Telephone, "an order that is no draft is not changed as one") {
    const auto bought = buy(fill_cart("MUG"), "sim_ok");
    REQUIRE(bought.status == 201);
    const auto changed = change(bought.text("/id"), R"({"email":"x@example.org"})");
    CHECK(changed.status == 409);
    CHECK(changed.code() == "invalid_transition");
    CHECK(change(orders::OrderId::make().text(), R"({"email":"x@example.org"})").status == 404);
}
