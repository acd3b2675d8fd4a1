// A shop of which mugs are bought and sent back.
#pragma once

#include "shop_fixture.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

inline constexpr auto resaleable = R"("condition":"resaleable")";
inline constexpr auto damaged = R"("condition":"damaged")";

struct MugShop : ShopFixture {
    MugShop() { add_product("MUG", 333, 50); }

    // Three mugs, bought by a guest, shipped and delivered.
    Reply receive_mugs(const GuestCart& cart) {
        const auto order = buy(cart, "sim_ok");
        REQUIRE(order.status == 201);
        return deliver(order, cart);
    }
    Reply deliver(const Reply& order, const GuestCart& cart) {
        settle();
        const auto shipment = staff(platform::http::Method::post,
                                    "/v1/admin/orders/" + order.text("/id") + "/shipments");
        REQUIRE(shipment.status == 201);
        settle();
        REQUIRE(staff(platform::http::Method::post,
                      "/v1/admin/shipments/" + shipment.text("/id") + "/deliver")
                    .status == 200);
        settle();
        return get("/v1/orders/" + order.text("/id"), cart.headers);
    }
    static std::string of_first_item(const Reply& order, int quantity, const std::string& more) {
        return R"({"item_id":")" + order.text("/items/0/id") + R"(","quantity":)" +
               std::to_string(quantity) + "," + more + "}";
    }
    // Asked for by the guest and approved; its path for staff.
    std::string approve_return(const Reply& order, const GuestCart& cart, int quantity) {
        const auto made =
            post("/v1/orders/" + order.text("/id") + "/returns",
                 R"({"items":[)" + of_first_item(order, quantity, R"("reason":"chipped")") + "]}",
                 cart.headers);
        REQUIRE_MESSAGE(made.status == 201, boost::json::serialize(made.body));
        const auto path = "/v1/admin/returns/" + made.text("/id");
        REQUIRE(staff(platform::http::Method::post, path + "/approve").status == 200);
        return path;
    }
    Reply count(const std::string& path, const std::vector<std::string>& items) {
        std::string list;
        for (const auto& item : items) list += (list.empty() ? "" : ",") + item;
        return staff(platform::http::Method::post, path + "/receive",
                     R"({"items":[)" + list + "]}");
    }
    Reply refund(const std::string& path, const std::string& body = "{}") {
        return staff(platform::http::Method::post, path + "/refund", body,
                     {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    }
    std::int64_t on_hand() {
        return staff(platform::http::Method::get, "/v1/admin/inventory/MUG")
            .number("/levels/0/on_hand");
    }
    Reply seen_by_staff(const Reply& order) {
        return staff(platform::http::Method::get, "/v1/admin/orders/" + order.text("/id"));
    }
};

}  // namespace kontor::test
