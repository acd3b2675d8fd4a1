#include "shop_fixture.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE_FIXTURE(ShopFixture, "a page of a list goes on after a restart") {
    for (const auto* sku : {"A", "B", "C"}) add_product(sku, 100, 1);
    const auto first = get("/v1/products?limit=2");
    CHECK(first.at("/data").as_array().size() == 2);
    crash_and_restart();
    const auto second = get("/v1/products?limit=2&cursor=" + first.text("/next_cursor"));
    REQUIRE(second.status == 200);
    CHECK(second.at("/data").as_array().size() == 1);
}

}  // namespace kontor::test
