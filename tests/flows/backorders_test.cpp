#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

struct Shop : ShopFixture {
    Shop() {
        add_product("MUG", 1000, 1);
        add_product("TEA", 500, 50);
        REQUIRE(
            staff(Method::patch, "/v1/admin/inventory/MUG", R"({"backorderable":true})").status ==
            200);
    }

    std::string order(const GuestCart& cart) {
        const auto bought = buy(cart, "sim_ok");
        REQUIRE_MESSAGE(bought.status == 201, boost::json::serialize(bought.body));
        settle();
        return bought.text("/id");
    }
    GuestCart mugs_and_tea(int mugs) {
        const auto cart = fill_cart("MUG", mugs);
        REQUIRE(
            post("/v1/carts/" + cart.id + "/items", R"({"sku":"TEA","quantity":1})", cart.headers)
                .status == 200);
        return cart;
    }
    void receive(int mugs) {
        REQUIRE(staff(Method::post, "/v1/admin/inventory/receipts",
                      R"({"lines":[{"sku":"MUG","quantity":)" + std::to_string(mugs) + "}]}")
                    .status == 201);
        settle();
    }
    Reply seen(const std::string& order) { return staff(Method::get, "/v1/admin/orders/" + order); }
    std::string state(const std::string& order) { return seen(order).text("/fulfilment_status"); }
    void ship(const std::string& order, const std::string& sku) {
        const auto view = seen(order);
        for (const auto& item : view.at("/items").as_array())
            if (item.at("sku").as_string() == sku) {
                const auto line = R"({"items":[{"item_id":")" +
                                  std::string(item.at("id").as_string()) + R"(","quantity":)" +
                                  boost::json::serialize(item.at("quantity")) + "}]}";
                const auto sent =
                    staff(Method::post, "/v1/admin/orders/" + order + "/shipments", line);
                REQUIRE_MESSAGE(sent.status == 201, boost::json::serialize(sent.body));
            }
        settle();
    }
    // The events of the timeline with what they say, of backorders only.
    std::vector<std::string> told(const std::string& order) {
        std::vector<std::string> lines;
        const auto view = seen(order);
        for (const auto& entry : view.at("/timeline").as_array()) {
            const auto event = std::string(entry.at("event").as_string());
            if (!event.starts_with("backorder")) continue;
            CHECK(entry.at("actor").as_string() == "system");
            const auto* detail = entry.as_object().if_contains("detail");
            lines.push_back(event + (detail ? " " + std::string(detail->as_string()) : ""));
        }
        return lines;
    }
    std::string last_told(const std::string& order) {
        const auto lines = told(order);
        return lines.empty() ? "" : lines.back();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Shop, "an order waits for what is not in the house until the last of it comes") {
    const auto id = order(fill_cart("MUG", 3));
    CHECK(state(id) == "backorder");
    receive(1);
    CHECK(state(id) == "backorder");
    receive(5);
    CHECK(state(id) == "unfulfilled");
    CHECK(told(id) == std::vector<std::string>{"backordered 2 x MUG", "backordered 1 x MUG",
                                               "backorder_filled"});
    ship(id, "MUG");
    CHECK(state(id) == "shipped");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what is waited for is told before what has been shipped") {
    const auto id = order(mugs_and_tea(2));
    CHECK(state(id) == "backorder");
    ship(id, "TEA");
    CHECK(state(id) == "backorder");
    receive(1);
    CHECK(state(id) == "partial");
    ship(id, "MUG");
    CHECK(state(id) == "shipped");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "who ordered last waits longest, and whoever gives up makes room") {
    const auto first = order(fill_cart("MUG", 2));
    const auto second = order(fill_cart("MUG", 2));
    CHECK(told(first) == std::vector<std::string>{"backordered 1 x MUG"});
    CHECK(told(second) == std::vector<std::string>{"backordered 2 x MUG"});
    REQUIRE(staff(Method::post, "/v1/admin/orders/" + first + "/cancel").status == 200);
    settle();
    CHECK(state(first) == "cancelled");
    CHECK(last_told(second) == "backordered 1 x MUG");
    receive(1);
    CHECK(state(second) == "unfulfilled");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an order that waits can be edited, and waits on as long as it has to") {
    const auto id = order(mugs_and_tea(3));
    const auto view = seen(id);
    const auto& items = view.at("/items").as_array();
    const auto line = [&](std::size_t index) {
        return std::string(items[index].at("id").as_string());
    };
    const auto edit = [&](const std::string& body) {
        const auto edited = staff(Method::post, "/v1/admin/orders/" + id + "/edits", body,
                                  {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
        REQUIRE_MESSAGE(edited.status == 200, boost::json::serialize(edited.body));
        settle();
    };
    edit(R"({"remove":[")" + line(1) + R"("],"reason":"no tea"})");
    CHECK(state(id) == "backorder");
    edit(R"({"change":[{"item_id":")" + line(0) + R"(","quantity":1}],"reason":"one will do"})");
    CHECK(state(id) == "unfulfilled");
    CHECK(last_told(id) == "backorder_filled");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an order that may not be cancelled yet can still be shipped") {
    const auto id = order(fill_cart("MUG", 2));
    const auto item = seen(id).text("/items/0/id");
    const auto sent = staff(Method::post, "/v1/admin/orders/" + id + "/shipments",
                            R"({"items":[{"item_id":")" + item + R"(","quantity":1}]})");
    REQUIRE(sent.status == 201);
    settle();
    CHECK(state(id) == "backorder");
    // Shipping has it back, and the order has not heard of that.
    REQUIRE(staff(Method::post, "/v1/admin/shipments/" + sent.text("/id") + "/cancel").status ==
            200);
    CHECK(staff(Method::post, "/v1/admin/orders/" + id + "/cancel").status == 409);
    settle();
    CHECK(seen(id).text("/status") == "placed");
    receive(1);
    ship(id, "MUG");
    CHECK(state(id) == "shipped");
    CHECK(illness() == "");
}
