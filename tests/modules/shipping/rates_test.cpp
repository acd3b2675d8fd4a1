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
    home.countries = {"AT", "DE"};
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
