#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("33: a price, a total or a currency that a client sends with an item is refused") {
    const auto cart = open_shop().cart();
    const auto item = R"({"sku":")" + open_shop().sku + R"(","quantity":1)";
    for (const std::string smuggled :
         {R"("unit_price":{"amount":1,"currency":"EUR"})", R"("unit_price":1)",
          R"("total":{"amount":1,"currency":"EUR"})", R"("price":1)", R"("currency":"JPY")",
          R"("discount":{"amount":889,"currency":"EUR"})", R"("tax":0)"}) {
        const auto answer = cart.put_in(item + "," + smuggled + "}");
        INFO(smuggled << " " << answer.body);
        CHECK(answer.status == 422);
        CHECK(answer.headers.at("content-type") == "application/problem+json");
    }
    CHECK(cart.guest.get(cart.path()).json().at("items").as_array().empty());
}

TEST_CASE("33: a cart's prices cannot be changed afterwards either") {
    const auto cart = open_shop().cart();
    const auto filled = cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":2})");
    REQUIRE(filled.status == 200);
    const auto line = cart.path() + "/items/" + filled.text("/items/0/id");
    CHECK(cart.guest.patch(line, R"({"quantity":2,"unit_price":{"amount":1,"currency":"EUR"}})")
              .status == 422);
    CHECK(cart.guest.patch(cart.path(), R"({"totals":{"total":1}})").status == 405);
    CHECK(cart.guest.get(cart.path()).number("/totals/total/amount") == 2 * OpenShop::price);
}

TEST_CASE("33: what is paid is what the server has worked out") {
    const auto cart = open_shop().cart();
    REQUIRE(cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})").status == 200);
    for (const std::string smuggled :
         {R"(,"total":{"amount":1,"currency":"EUR"})", R"(,"totals":{})", R"(,"currency":"JPY")",
          R"(,"shipping":{"amount":0,"currency":"EUR"})", R"(,"discount":1)"}) {
        INFO(smuggled);
        CHECK(open_shop().buy(cart, smuggled).status == 422);
    }
    const auto expected_less =
        open_shop().buy(cart, R"(,"expected_total":{"amount":1,"currency":"EUR"})");
    CHECK(expected_less.status == 409);
    CHECK(expected_less.text("/code") == "cart_changed");
    const auto order = open_shop().buy(cart);
    REQUIRE(order.status == 201);
    CHECK(order.number("/totals/subtotal/amount") == OpenShop::price);
    CHECK(order.number("/payments/0/amount/amount") == order.number("/totals/total/amount"));
}

}  // namespace kontor::test
