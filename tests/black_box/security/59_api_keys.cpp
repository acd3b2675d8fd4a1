#include "keys.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

namespace {

boost::json::object newest(const std::string& query) {
    const auto found = open_shop().staff().get("/v1/admin/audit?limit=1&" + query);
    REQUIRE(found.status == 200);
    REQUIRE_MESSAGE(!found.json().at("data").as_array().empty(), query);
    return found.json().at("data").at(0).as_object();
}

}  // namespace

TEST_CASE("59: who makes a key is kept, and what a key does is kept under the key") {
    const auto key = new_key(R"("secret","scopes":["orders.write"])");
    const auto made = newest("action=create_api_key&target=" + key.id);
    CHECK(made.at("actor").at("kind") == "staff");
    CHECK(made.at("after").at("scopes").at(0) == "orders.write");
    CHECK(boost::json::serialize(made).find(key.secret) == std::string::npos);

    const auto cart = open_shop().cart();
    cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})");
    const auto order = open_shop().buy(cart);
    REQUIRE(order.status == 201);
    CHECK(key.probe
              .post("/v1/admin/orders/" + order.text("/id") + "/cancel",
                    R"({"reason":"by a program"})", {{"idempotency-key", "cancel-59-key"}})
              .status == 200);
    const auto deed = newest("target=" + order.text("/id"));
    CHECK(deed.at("actor").at("kind") == "api_key");
    CHECK(deed.at("actor").at("api_key").as_string() == key.id);
    CHECK_FALSE(deed.at("actor").as_object().contains("user"));
    CHECK(open_shop()
              .staff()
              .get("/v1/admin/orders/" + order.text("/id"))
              .body.find("api_key:" + key.id) != std::string::npos);

    CHECK(key.probe.get("/v1/admin/audit").status == 403);
    CHECK(newest("api_key=" + key.id).at("code") == "http.forbidden");
    REQUIRE(open_shop().staff().send("DELETE", "/v1/admin/api-keys/" + key.id).status == 204);
    CHECK(newest("action=revoke_api_key").at("after").as_object().contains("revoked_at"));
}

}  // namespace kontor::test
