#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using kontor::platform::http::Method;
using kontor::test::ShopFixture;

TEST_CASE_FIXTURE(ShopFixture, "what a guest chose from a list and bought counts for its variant") {
    const auto product = add_product("MUG", 1000, 50);
    const auto made = staff(Method::post, "/v1/admin/experiments",
                            R"({"name":"Lists","placement":"product","variants":[
                                {"name":"a","weight":1,"strategy":"mixed"},
                                {"name":"b","weight":1,"strategy":"popular"}]})");
    REQUIRE(made.status == 201);
    const auto experiment = "/v1/admin/experiments/" + made.text("/id");
    REQUIRE(staff(Method::post, experiment + "/start").status == 200);
    settle();

    // Facts carry the time of the database.
    const auto then = clock().now();
    clock().set(kontor::platform::SystemClock().now());
    const auto cart = fill_cart("MUG");
    const auto click = R"({"experiment":")" + made.text("/id") + R"(","product":")" + product +
                       R"(","visitor":"visitor-1"})";
    REQUIRE(post("/v1/recommendations/clicks", click, cart.headers).status == 204);
    REQUIRE(buy(cart, "sim_ok").status == 201);
    settle();
    clock().set(then);

    const auto results = staff(Method::get, experiment + "/results");
    CHECK(results.number("/variants/0/purchases") + results.number("/variants/1/purchases") == 1);
}
