#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

const std::vector<std::string> no_quantities{"-1",
                                             "1.5",
                                             R"("1")",
                                             "1000000000",
                                             "9223372036854775807",
                                             "9223372036854775808",
                                             "-9223372036854775808",
                                             "1e400",
                                             "null",
                                             "[1]",
                                             "true",
                                             "10001"};

bool is_refused(const Answer& answer) {
    return (answer.status == 422 || answer.status == 400) &&
           answer.headers.at("content-type") == "application/problem+json";
}

}  // namespace

TEST_CASE("34: what is no quantity is refused, and nothing is put in") {
    const auto cart = open_shop().cart();
    auto quantities = no_quantities;
    quantities.push_back("0");
    for (const auto& quantity : quantities) {
        const auto answer =
            cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":)" + quantity + "}");
        INFO(quantity << " " << answer.body);
        CHECK(is_refused(answer));
        if (quantity.find('e') == std::string::npos) CHECK(answer.status == 422);
    }
    const auto after = cart.guest.get(cart.path());
    CHECK(after.json().at("items").as_array().empty());
    CHECK(after.number("/totals/total/amount") == 0);
}

TEST_CASE("34: a line cannot be changed to what is no quantity") {
    const auto cart = open_shop().cart();
    const auto filled = cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":2})");
    REQUIRE(filled.status == 200);
    const auto line = cart.path() + "/items/" + filled.text("/items/0/id");
    for (const auto& quantity : no_quantities) {
        const auto answer = cart.guest.patch(line, R"({"quantity":)" + quantity + "}");
        INFO(quantity << " " << answer.body);
        CHECK(is_refused(answer));
    }
    CHECK(cart.guest.get(cart.path()).number("/items/0/quantity") == 2);
}

TEST_CASE("34: many small additions do not grow into what one may not add") {
    const auto cart = open_shop().cart();
    const auto item = R"({"sku":")" + open_shop().sku + R"(","quantity":)";
    REQUIRE(cart.put_in(item + "10000}").status == 200);
    const auto answer = cart.put_in(item + "1}");
    CHECK(answer.status == 422);
    CHECK(answer.text("/code") == "cart.quantity_too_large");
    CHECK(cart.guest.get(cart.path()).number("/totals/total/amount") == 10'000 * OpenShop::price);
}

}  // namespace kontor::test
