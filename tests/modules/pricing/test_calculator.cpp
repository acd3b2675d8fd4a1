#include "pricing/calculator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>

using namespace kontor;
using namespace kontor::pricing;

namespace {

const auto eur = platform::Currency::parse("EUR").value();
const auto usd = platform::Currency::parse("USD").value();

TaxRate tax_in(platform::RatePpm rate_ppm) {
    return {"VAT", rate_ppm, true};
}

TaxRate tax_on_top(platform::RatePpm rate_ppm) {
    return {"sales tax", rate_ppm, false};
}

BasketLine line(std::int64_t quantity, std::int64_t unit_price) {
    return {platform::new_uuid(), quantity, {unit_price, eur}};
}

PricedBasket priced(std::vector<BasketLine> lines, const TaxRate& tax, std::int64_t shipping = 0) {
    return calculate({eur, std::move(lines), shipping, tax});
}

Basket random_basket(std::mt19937_64& random) {
    const auto from_to = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    Basket basket{eur, {}, from_to(0, 5'000), {"VAT", from_to(0, 300'000), from_to(0, 1) == 1}};
    for (auto count = from_to(0, 12); count > 0; --count)
        basket.lines.push_back(line(from_to(1, 10'000), from_to(0, 10'000'000)));
    return basket;
}

template <class Check>
void for_random_baskets(Check check) {
    std::mt19937_64 random(20260131);
    for (int round = 0; round < 2'000; ++round) check(random_basket(random), random);
}

std::int64_t sum(const PricedBasket& basket, platform::Money PricedLine::* member) {
    return std::accumulate(
        basket.lines.begin(), basket.lines.end(), std::int64_t{0},
        [&](std::int64_t so_far, const PricedLine& l) { return so_far + (l.*member).amount; });
}

}  // namespace

TEST_CASE("ten times 38.23 with 20 percent included contain 63.72 of tax") {
    const auto basket = priced({line(10, 3823)}, tax_in(200'000));
    CHECK(basket.totals.total.amount == 38230);
    CHECK(basket.totals.tax.amount == 6372);
    CHECK(basket.totals.total.amount - basket.totals.tax.amount == 31858);
}

TEST_CASE("50.00 with 10 percent included contain 4.55 of tax, not 5.00") {
    CHECK(priced({line(1, 5000)}, tax_in(100'000)).totals.tax.amount == 455);
}

TEST_CASE("40.00 with 10 percent included contain 3.64 of tax") {
    CHECK(priced({line(1, 4000)}, tax_in(100'000)).totals.tax.amount == 364);
}

TEST_CASE("tax on top is rounded once for the line, not once for each piece") {
    const auto basket = priced({line(7, 107)}, tax_on_top(190'000));
    CHECK(basket.lines[0].tax.amount == 142);
    CHECK(basket.lines[0].total.amount == 749 + 142);
}

TEST_CASE("half a minor unit is rounded away from zero") {
    CHECK(priced({line(1, 50)}, tax_on_top(10'000)).totals.tax.amount == 1);
    CHECK(priced({line(1, 150)}, tax_on_top(10'000)).totals.tax.amount == 2);
    CHECK(priced({line(1, 49)}, tax_on_top(10'000)).totals.tax.amount == 0);
}

TEST_CASE("a rate with a fraction of a percent is exact") {
    CHECK(priced({line(1, 100'000)}, tax_on_top(88'750)).totals.tax.amount == 8875);
}

TEST_CASE("each line's tax is rounded before it is summed") {
    const auto basket = priced({line(1, 10), line(1, 10), line(1, 10)}, tax_on_top(150'000));
    CHECK(basket.totals.tax.amount == 6);
}

TEST_CASE("included tax is part of the total already") {
    const auto totals = priced({line(2, 1190)}, tax_in(190'000)).totals;
    CHECK(totals.subtotal.amount == 2380);
    CHECK(totals.tax == totals.tax_included);
    CHECK(totals.tax.amount == 380);
    CHECK(totals.total.amount == 2380);
}

TEST_CASE("tax on top is added to the total") {
    const auto totals = priced({line(2, 1000)}, tax_on_top(190'000)).totals;
    CHECK(totals.subtotal.amount == 2000);
    CHECK(totals.tax.amount == 380);
    CHECK(totals.tax_included.amount == 0);
    CHECK(totals.total.amount == 2380);
}

TEST_CASE("shipping is taxed as a line of its own") {
    SUBCASE("with the tax included") {
        const auto totals = priced({line(1, 5000)}, tax_in(190'000), 490).totals;
        CHECK(totals.shipping.amount == 490);
        CHECK(totals.tax.amount == 798 + 78);
        CHECK(totals.total.amount == 5490);
    }
    SUBCASE("with the tax on top") {
        const auto totals = priced({line(1, 5000)}, tax_on_top(190'000), 490).totals;
        CHECK(totals.tax.amount == 950 + 93);
        CHECK(totals.total.amount == 5490 + 950 + 93);
    }
}

TEST_CASE("a rate of zero taxes nothing") {
    const auto totals = priced({line(3, 1999)}, {}, 500).totals;
    CHECK(totals.tax.amount == 0);
    CHECK(totals.total.amount == 3 * 1999 + 500);
}

TEST_CASE("an empty basket costs nothing and has a currency") {
    const auto totals = priced({}, tax_in(190'000)).totals;
    CHECK(totals.total == platform::Money{0, eur});
    CHECK(totals.tax == platform::Money{0, eur});
}

TEST_CASE("free goods have no tax") {
    CHECK(priced({line(5, 0)}, tax_in(190'000)).totals.total.amount == 0);
}

TEST_CASE("a line in another currency is a mistake, not a price") {
    CHECK_THROWS_AS(calculate({eur, {{platform::new_uuid(), 1, {100, usd}}}, 0, {}}),
                    std::logic_error);
}

TEST_CASE("an amount beyond 64 bits is a mistake, not a price") {
    CHECK_THROWS_AS(priced({line(2, std::numeric_limits<std::int64_t>::max())}, {}),
                    std::overflow_error);
}

TEST_CASE("lines keep their order and their ids") {
    const auto lines = std::vector{line(1, 300), line(1, 100), line(1, 200)};
    const auto basket = priced(lines, tax_in(190'000));
    REQUIRE(basket.lines.size() == 3);
    for (std::size_t i = 0; i < lines.size(); ++i) CHECK(basket.lines[i].id == lines[i].id);
}

TEST_CASE("the lines add up to the totals, whatever the basket") {
    for_random_baskets([](const Basket& basket, std::mt19937_64&) {
        const auto result = calculate(basket);
        const auto& totals = result.totals;
        REQUIRE(sum(result, &PricedLine::subtotal) == totals.subtotal.amount);
        REQUIRE(sum(result, &PricedLine::discount) == totals.discount.amount);
        REQUIRE(totals.total.amount == totals.subtotal.amount - totals.discount.amount +
                                           totals.shipping.amount + totals.tax.amount -
                                           totals.tax_included.amount);
        REQUIRE(totals.tax_included.amount == (basket.tax.included ? totals.tax.amount : 0));
    });
}

TEST_CASE("the order of the lines changes nothing, whatever the basket") {
    for_random_baskets([](const Basket& basket, std::mt19937_64& random) {
        auto shuffled = basket;
        std::ranges::shuffle(shuffled.lines, random);
        REQUIRE(calculate(shuffled).totals == calculate(basket).totals);
    });
}

TEST_CASE("tax is within half a minor unit of the exact tax of each line, whatever the basket") {
    for_random_baskets([](const Basket& basket, std::mt19937_64&) {
        const auto result = calculate(basket);
        const auto rate = static_cast<__int128>(basket.tax.rate_ppm);
        const auto divisor = basket.tax.included ? 1'000'000 + rate : 1'000'000;
        for (const auto& l : result.lines) {
            const auto distance = l.tax.amount * divisor - l.subtotal.amount * rate;
            REQUIRE((distance < 0 ? -distance : distance) * 2 <= divisor);
        }
    });
}
