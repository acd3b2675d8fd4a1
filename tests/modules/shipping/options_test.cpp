#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::shipping;

TEST_CASE("a new shop ships everywhere by standard and express in three currencies") {
    Warehouse house;
    for (const auto* code : {"EUR", "USD", "GBP"}) {
        const auto currency = *platform::Currency::parse(code);
        const auto options = house.shipping->options({"NZ", {1000, currency}, 500});
        REQUIRE_EQ(options.size(), 2);
        CHECK_EQ(options[0].id, "standard");
        CHECK_EQ(options[0].price, platform::Money{490, currency});
        CHECK_EQ(options[0].min_days, 3);
        CHECK_EQ(options[0].max_days, 5);
        CHECK_EQ(options[1].id, "express");
        CHECK_EQ(options[1].price, platform::Money{990, currency});
        CHECK_EQ(options[1].max_days, 2);
    }
}

TEST_CASE("express costs by weight and takes no freight") {
    Warehouse house;
    const auto express = [&](std::int64_t weight) {
        return house.shipping->option("express", {"DE", {1000, euro()}, weight});
    };
    CHECK_EQ(express(1999)->price.amount, 990);
    CHECK_EQ(express(2000)->price.amount, 1490);
    CHECK_EQ(express(10000)->price.amount, 2490);
    CHECK_EQ(refusal_of(express(31500)), "shipping.no_such_option");
}

TEST_CASE("an option that is not offered is refused") {
    Warehouse house;
    const Parcel in_yen{"DE", {1000, *platform::Currency::parse("JPY")}, 1};
    CHECK(house.shipping->options(in_yen).empty());
    CHECK_EQ(refusal_of(house.shipping->option("standard", in_yen)), "shipping.no_such_option");
    CHECK_EQ(refusal_of(house.shipping->option("pigeon", {"DE", {1, euro()}, 1})),
             "shipping.no_such_option");
}

TEST_CASE("a second purchase asks for rates without a statement") {
    Warehouse house;
    const Parcel parcel{"DE", {1000, euro()}, 1};
    house.shipping->options(parcel);
    const auto before = house.made.pool().statistics().round_trips;
    house.shipping->option("standard", parcel).value();
    CHECK_EQ(house.made.pool().statistics().round_trips, before);
}
