#include "rates.hpp"

#include "warehouse.hpp"

using namespace kontor::shipping;

namespace {

Tariff tariff(const std::string& id, std::vector<Step> steps, Basis basis = Basis::flat) {
    return {id, id, {}, true, basis, euro(), 1, 2, std::move(steps)};
}

Parcel parcel(std::int64_t weight_grams, std::int64_t subtotal = 1000) {
    return {"DE", {subtotal, euro()}, weight_grams};
}

std::int64_t price(const Parcel& of, const Tariff& by) {
    const auto options = options_for(of, {by});
    return options.empty() ? -1 : options.front().price.amount;
}

}  // namespace

TEST_CASE("a flat price holds for every weight and subtotal") {
    const auto flat = tariff("flat", {{0, 490}});
    CHECK_EQ(price(parcel(0, 0), flat), 490);
    CHECK_EQ(price(parcel(99999, 99999), flat), 490);
}

TEST_CASE("a price by weight is that of the highest step that the parcel reaches") {
    const auto tabled =
        tariff("tabled", {{0, 500}, {1000, 700}, {5000, std::nullopt}}, Basis::weight);
    CHECK_EQ(price(parcel(0), tabled), 500);
    CHECK_EQ(price(parcel(999), tabled), 500);
    CHECK_EQ(price(parcel(1000), tabled), 700);
    CHECK_EQ(price(parcel(4999), tabled), 700);
    CHECK_EQ(price(parcel(5000), tabled), -1);
}

TEST_CASE("a price by subtotal can become free, and not be offered below its first step") {
    const auto tabled = tariff("tabled", {{1000, 300}, {5000, 0}}, Basis::subtotal);
    CHECK_EQ(price(parcel(1, 999), tabled), -1);
    CHECK_EQ(price(parcel(1, 1000), tabled), 300);
    CHECK_EQ(price(parcel(1, 5000), tabled), 0);
}

TEST_CASE("options are listed cheapest first, then fastest") {
    auto slow = tariff("slow", {{0, 400}});
    slow.max_days = 9;
    const auto options =
        options_for(parcel(1), {tariff("dear", {{0, 900}}), slow, tariff("quick", {{0, 400}})});
    REQUIRE_EQ(options.size(), 3);
    CHECK_EQ(options[0].id, "quick");
    CHECK_EQ(options[1].id, "slow");
    CHECK_EQ(options[2].id, "dear");
}

TEST_CASE("tariffs that name the country displace those that hold everywhere") {
    auto home = tariff("home", {{0, 100}});
    home.everywhere = false;
    home.areas = {{"AT"}, {"DE"}};
    const auto world = tariff("world", {{0, 900}});
    auto to = parcel(1);
    REQUIRE_EQ(options_for(to, {home, world}).size(), 1);
    CHECK_EQ(options_for(to, {home, world})[0].id, "home");
    to.country = "NZ";
    CHECK_EQ(options_for(to, {home, world})[0].id, "world");
    CHECK(options_for(to, {home}).empty());
}

TEST_CASE("a tariff in another currency is not offered") {
    auto dollars = tariff("dollars", {{0, 100}});
    dollars.currency = *kontor::platform::Currency::parse("USD");
    CHECK(options_for(parcel(1), {dollars}).empty());
}

TEST_CASE("a price by quantity is that of the pieces") {
    const auto tabled = tariff("tabled", {{1, 300}, {5, 500}}, Basis::quantity);
    auto basket = parcel(1);
    basket.quantity = 4;
    CHECK_EQ(price(basket, tabled), 300);
    basket.quantity = 5;
    CHECK_EQ(price(basket, tabled), 500);
}

TEST_CASE("from its threshold on a method is free, by weight or not, where it is offered") {
    auto tabled = tariff("tabled", {{0, 500}, {5000, std::nullopt}}, Basis::weight);
    tabled.free_from = 4000;
    CHECK_EQ(price(parcel(1, 3999), tabled), 500);
    CHECK_EQ(price(parcel(1, 4000), tabled), 0);
    CHECK_EQ(price(parcel(5000, 4000), tabled), -1);
}

TEST_CASE("the zone that names a place most closely is the one it belongs to") {
    const auto in = [](const std::string& id, const Area& area) {
        auto zoned = tariff(id, {{0, 100}});
        zoned.everywhere = false;
        zoned.areas = {area};
        return zoned;
    };
    const std::vector all{tariff("world", {{0, 900}}), in("country", {"DE"}),
                          in("region", {"DE", "BY"}), in("coast", {"DE", "", "25"}),
                          in("island", {"DE", "", "25938"})};
    const auto zone_of = [&](const std::string& country, const std::string& region,
                             const std::string& code) {
        auto to = parcel(1);
        to.country = country;
        to.region = region;
        to.postal_code = code;
        const auto options = options_for(to, all);
        return options.size() == 1 ? options.front().id : "";
    };
    CHECK_EQ(zone_of("NZ", "", "25938"), "world");
    CHECK_EQ(zone_of("DE", "", "10115"), "country");
    CHECK_EQ(zone_of("DE", "DE-BY", "80331"), "region");
    CHECK_EQ(zone_of("DE", "by", "80331"), "region");
    CHECK_EQ(zone_of("DE", "SH", "25 899"), "coast");
    CHECK_EQ(zone_of("DE", "SH", "25938"), "island");
}

TEST_CASE("what a carrier said counts before the table, and free stays free") {
    auto carried = tariff("carried", {{0, 500}});
    carried.carrier = "acme";
    carried.service = "parcel";
    const auto asked = [&](const Quote& quote, const Parcel& of) {
        return options_for(of, {carried}, {quote}).at(0).price.amount;
    };
    CHECK_EQ(asked({"acme", "parcel", {777, euro()}}, parcel(1)), 777);
    CHECK_EQ(asked({"acme", "express", {777, euro()}}, parcel(1)), 500);
    CHECK_EQ(asked({"other", "parcel", {777, euro()}}, parcel(1)), 500);
    CHECK_EQ(asked({"acme", "parcel", {777, *kontor::platform::Currency::parse("USD")}}, parcel(1)),
             500);
    carried.free_from = 1000;
    CHECK_EQ(asked({"acme", "parcel", {777, euro()}}, parcel(1)), 0);
    carried.free_from.reset();
    carried.steps.clear();
    CHECK(options_for(parcel(1), {carried}).empty());
    CHECK_EQ(asked({"acme", "parcel", {777, euro()}}, parcel(1)), 777);
}

TEST_CASE("a pickup is offered where its place has an address, and tells it") {
    auto pickup = tariff("pickup", {{0, 0}});
    pickup.kind = OptionKind::pickup;
    pickup.location = "main";
    CHECK(options_for(parcel(1), {pickup}).empty());
    pickup.address = somewhere();
    const auto options = options_for(parcel(1), {pickup});
    REQUIRE_EQ(options.size(), 1);
    CHECK(options[0].kind == OptionKind::pickup);
    CHECK_EQ(options[0].address->city.value(), "Berlin");
}

TEST_CASE("where nobody said where to, there is what is fetched, of all zones") {
    auto pickup = tariff("pickup", {{0, 0}});
    pickup.kind = OptionKind::pickup;
    pickup.location = "main";
    pickup.address = somewhere();
    pickup.everywhere = false;
    pickup.areas = {{"DE", "", "25938"}};
    auto nowhere = parcel(1);
    nowhere.country.clear();
    const auto options = options_for(nowhere, {tariff("standard", {{0, 490}}), pickup});
    REQUIRE_EQ(options.size(), 1);
    CHECK_EQ(options[0].id, "pickup");
}

TEST_CASE("of two methods with one id the cheaper is offered") {
    const auto options =
        options_for(parcel(1), {tariff("standard", {{0, 500}}), tariff("standard", {{0, 400}})});
    REQUIRE_EQ(options.size(), 1);
    CHECK_EQ(options[0].price.amount, 400);
}
