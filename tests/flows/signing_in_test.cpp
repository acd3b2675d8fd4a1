#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::ShopFixture;

TEST_CASE_FIXTURE(ShopFixture, "who signs in with a guest's token has the guest's cart at once") {
    add_product("MUG", 1000, 50);
    add_product("TEA", 500, 50);
    const std::string credentials =
        R"({"email":"ada@example.org","password":"a walk in the wet grass"})";
    const auto guest = fill_cart("MUG", 3);
    const auto registered = post("/v1/auth/register", credentials, guest.headers);
    REQUIRE_MESSAGE(registered.status == 201, boost::json::serialize(registered.body));
    const platform::http::Headers ada{
        {"Authorization", "Bearer " + registered.text("/access_token")}};
    CHECK(get("/v1/me/cart", ada).text("/id") == guest.id);

    const auto other = fill_cart("TEA", 2);
    REQUIRE(post("/v1/auth/login", credentials, other.headers).status == 200);
    const auto cart = get("/v1/me/cart", ada);
    CHECK(cart.text("/id") == guest.id);
    CHECK(cart.at("/items").as_array().size() == 2);
    CHECK(cart.number("/items/1/quantity") == 2);
    CHECK(get("/v1/carts/" + other.id, other.headers).code() == "cart.merged");
    settle();
    CHECK(illness() == "");
}
