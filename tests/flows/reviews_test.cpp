#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Headers;
using platform::http::Method;

namespace {

struct Shop : ShopFixture {
    Shop() : product(add_product("MUG", 1000, 50)) {
        const auto account = post("/v1/auth/register",
                                  R"({"email":"grace@example.org","password":"a wet afternoon"})");
        REQUIRE(account.status == 201);
        customer = {{"Authorization", "Bearer " + account.text("/access_token")}};
    }

    // Bought by the customer, paid, and shipped; answers the shipment.
    std::string ship_one() {
        auto cart = fill_cart("MUG");
        cart.headers.insert(cart.headers.end(), customer.begin(), customer.end());
        const auto order = buy(cart, "sim_ok").text("/id");
        settle();
        return staff(Method::post, "/v1/admin/orders/" + order + "/shipments").text("/id");
    }
    Reply own_review() { return get("/v1/products/" + product + "/reviews/mine", customer); }

    std::string product;
    Headers customer;
};

}  // namespace

TEST_CASE_FIXTURE(Shop, "who received a thing reviews it, and everybody reads what was accepted") {
    const auto shipment = ship_one();
    const auto list = "/v1/products/" + product + "/reviews";
    REQUIRE(post(list, R"({"stars":4,"text":"Holds coffee."})", customer).status == 201);
    settle();
    CHECK_FALSE(own_review().at("/verified_purchase").as_bool());

    REQUIRE(staff(Method::post, "/v1/admin/shipments/" + shipment + "/deliver").status == 200);
    settle();
    CHECK(own_review().at("/verified_purchase").as_bool());
    CHECK(get(list).at("/data").as_array().empty());
    CHECK_FALSE(get("/v1/products/" + product).body.as_object().contains("rating"));

    const auto review = own_review().text("/id");
    REQUIRE(staff(Method::post, "/v1/admin/reviews/" + review + "/accept").status == 200);
    CHECK(get(list).text("/data/0/text") == "Holds coffee.");
    CHECK(get(list).at("/data/0/verified_purchase").as_bool());
    CHECK(get("/v1/products/" + product).number("/rating/average") == 4);
    CHECK(get("/v1/products/" + product).number("/rating/count") == 1);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "the reviews of a product that is removed are seen no more") {
    const auto list = "/v1/products/" + product + "/reviews";
    REQUIRE(post(list, R"({"stars":4})", customer).status == 201);
    const auto review = own_review().text("/id");
    REQUIRE(staff(Method::post, "/v1/admin/reviews/" + review + "/accept").status == 200);
    REQUIRE(get(list).status == 200);
    REQUIRE(staff(Method::del, "/v1/admin/products/" + product).status == 204);
    settle();
    CHECK(get(list).status == 404);
    CHECK(illness() == "");
}
