#include "baskets.hpp"
#include "pricing/sold_taxes.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::pricing;

namespace {

Totals totals_of(const Snapshot& snapshot) {
    return calculate(snapshot).totals;
}

Taxation sent_abroad(std::vector<TaxRule> home, std::vector<TaxRule> destination) {
    return {true, TaxRounding::line, std::move(home), std::move(destination), false};
}

}  // namespace

TEST_CASE("ten times 38.23 with 20 percent included come to 382.30, of which 63.72 are tax") {
    const auto calculation = calculate(basket({goods(1, 10, 3823)}, included({rate(1, 200'000)})));
    CHECK(calculation.totals.total == euros(38230));
    CHECK(calculation.totals.tax == euros(6372));
    REQUIRE(calculation.lines[0].taxes.size() == 1);
    CHECK(calculation.lines[0].taxes[0].base == euros(31858));
    CHECK(calculation.lines[0].taxes[0].included);
}

TEST_CASE("50.00 with 10 percent included contain 4.55 of tax, not 5.00") {
    const auto calculation = calculate(basket({goods(1, 1, 5000)}, included({rate(1, 100'000)})));
    CHECK(calculation.totals.tax == euros(455));
    CHECK(calculation.taxes[0].base == euros(4545));
}

TEST_CASE("seven times 1.07 with 19 percent on top: 1.42 of tax by the line, 1.40 by the piece") {
    auto snapshot = basket({goods(1, 7, 107)}, on_top({rate(1, 190'000)}));
    CHECK(totals_of(snapshot).tax == euros(142));
    snapshot.taxation.rounding = TaxRounding::unit;
    CHECK(totals_of(snapshot).tax == euros(140));
    CHECK(totals_of(snapshot).total == euros(749 + 140));
}

TEST_CASE("by the piece, a line that does not divide evenly is taxed as the pieces that make it") {
    auto snapshot = basket({goods(1, 3, 10)}, on_top({rate(1, 250'000)}), {promotion(1, off(1))});
    snapshot.taxation.rounding = TaxRounding::unit;
    // 29 are 10 + 10 + 9: 2.5 + 2.5 + 2.25.
    CHECK(totals_of(snapshot).tax == euros(3 + 3 + 2));
}

TEST_CASE("what was sold is taxed anew as the same goods would be now, however taxes go together") {
    const std::vector rules{rate(1, 50'000), rate(2, 99'750, "standard", true), rate(3, 70'000)};
    for (const auto rounding : {TaxRounding::line, TaxRounding::unit})
        for (auto taxation : {on_top(rules), included(rules), on_top({rate(1, 0)}), on_top({})}) {
            taxation.rounding = rounding;
            const auto sold = calculate(basket({goods(1, 6, 107)}, taxation)).lines[0];
            const auto now =
                calculate(basket({goods(1, 7, 109)}, taxation, {promotion(1, off(3))})).lines[0];
            CHECK(taxed_anew(sold.taxes, now.subtotal - now.discount, 7, rounding) == now.taxes);
        }
}

TEST_CASE("17.99 with 5 percent included cost 17.13 where that tax does not apply") {
    const auto calculation =
        calculate(basket({goods(1, 2, 1799)}, sent_abroad({rate(1, 50'000)}, {})));
    CHECK(calculation.lines[0].unit_price == euros(1713));
    CHECK(calculation.totals.subtotal == euros(3426));
    CHECK(calculation.totals.tax == euros(0));
    CHECK(calculation.totals.total == euros(3426));
}

TEST_CASE("goods sent to another zone get its tax on top of the price without that of home") {
    const auto calculation =
        calculate(basket({goods(1, 1, 1799)}, sent_abroad({rate(1, 50'000)}, {rate(2, 200'000)})));
    CHECK(calculation.totals.subtotal == euros(1713));
    CHECK(calculation.totals.tax == euros(343));
    CHECK(calculation.totals.tax_included == euros(0));
    CHECK(calculation.totals.total == euros(1713 + 343));
    CHECK_FALSE(calculation.taxes[0].included);
}

TEST_CASE("shipping abroad loses the tax of home like goods") {
    auto snapshot =
        basket({goods(1, 1, 1000)}, sent_abroad({rate(1, 190'000)}, {rate(2, 100'000)}));
    snapshot.freight = freight(595);
    const auto calculation = calculate(snapshot);
    REQUIRE(calculation.freight);
    CHECK(calculation.freight->price == euros(500));
    CHECK(calculation.freight->tax == euros(50));
    CHECK(calculation.totals.shipping == euros(500));
}

TEST_CASE("who is exempt pays no tax") {
    SUBCASE("and gets off the price what it contains") {
        auto taxation = included({rate(1, 190'000)});
        taxation.exempt = true;
        const auto totals = totals_of(basket({goods(1, 1, 1190)}, taxation));
        CHECK(totals.subtotal == euros(1000));
        CHECK(totals.tax == euros(0));
        CHECK(totals.total == euros(1000));
    }
    SUBCASE("where it would come on top") {
        auto taxation = on_top({rate(1, 190'000)});
        taxation.exempt = true;
        CHECK(totals_of(basket({goods(1, 1, 1190)}, taxation)).total == euros(1190));
    }
}

TEST_CASE("several rates work on the same base, each rounded") {
    const auto calculation =
        calculate(basket({goods(1, 1, 1000)}, on_top({rate(1, 50'000), rate(2, 99'750)})));
    CHECK(calculation.lines[0].taxes[0].amount == euros(50));
    CHECK(calculation.lines[0].taxes[1].amount == euros(100));
    CHECK(calculation.lines[0].taxes[1].base == euros(1000));
    CHECK(calculation.totals.total == euros(1150));
}

TEST_CASE("a compound rate works on the amount with the taxes before it") {
    const std::vector rules{rate(1, 50'000), rate(2, 100'000, "standard", true)};
    SUBCASE("on top") {
        const auto calculation = calculate(basket({goods(1, 1, 1000)}, on_top(rules)));
        CHECK(calculation.lines[0].taxes[1].base == euros(1050));
        CHECK(calculation.lines[0].taxes[1].amount == euros(105));
    }
    SUBCASE("included") {
        const auto calculation = calculate(basket({goods(1, 1, 1155)}, included(rules)));
        CHECK(calculation.lines[0].taxes[0].amount == euros(50));
        CHECK(calculation.lines[0].taxes[1].amount == euros(105));
        CHECK(calculation.lines[0].taxes[1].base == euros(1050));
    }
}

TEST_CASE("goods are taxed by their class, and as standard where a zone has no rate for it") {
    auto taxation = on_top({rate(1, 190'000), rate(2, 70'000, "reduced"), rate(3, 0, "none")});
    auto snapshot = basket(
        {goods(1, 1, 1000), goods(2, 1, 1000), goods(3, 1, 1000), goods(4, 1, 1000)}, taxation);
    snapshot.goods[1].tax_class = "reduced";
    snapshot.goods[2].tax_class = "none";
    snapshot.goods[3].tax_class = "unheard of";
    const auto calculation = calculate(snapshot);
    CHECK(calculation.lines[0].tax == euros(190));
    CHECK(calculation.lines[1].tax == euros(70));
    CHECK(calculation.lines[2].tax == euros(0));
    CHECK(calculation.lines[3].tax == euros(190));
    REQUIRE(calculation.taxes.size() == 3);
    CHECK(calculation.taxes[0].base == euros(2000));
    CHECK(calculation.taxes[0].amount == euros(380));
}

TEST_CASE("half a minor unit is rounded away from zero") {
    const auto tax = [](std::int64_t price) {
        return totals_of(basket({goods(1, 1, price)}, on_top({rate(1, 10'000)}))).tax;
    };
    CHECK(tax(49) == euros(0));
    CHECK(tax(50) == euros(1));
    CHECK(tax(150) == euros(2));
}

TEST_CASE("a rate with a fraction of a percent is exact") {
    CHECK(totals_of(basket({goods(1, 1, 100'000)}, on_top({rate(1, 88'750)}))).tax == euros(8875));
}

TEST_CASE("each line's tax is rounded before it is summed") {
    const auto snapshot =
        basket({goods(1, 1, 10), goods(2, 1, 10), goods(3, 1, 10)}, on_top({rate(1, 150'000)}));
    CHECK(totals_of(snapshot).tax == euros(6));
}

TEST_CASE("shipping is taxed as a line of its own") {
    auto snapshot = basket({goods(1, 1, 5000)}, included({rate(1, 190'000)}));
    snapshot.freight = freight(490);
    CHECK(totals_of(snapshot).tax == euros(798 + 78));
    CHECK(totals_of(snapshot).total == euros(5490));
    snapshot.taxation = on_top({rate(1, 190'000)});
    CHECK(totals_of(snapshot).tax == euros(950 + 93));
    CHECK(totals_of(snapshot).total == euros(5490 + 950 + 93));
}

TEST_CASE("taxes that are included never come to more than the price") {
    const auto snapshot = basket(
        {goods(1, 1, 2)}, included({rate(1, 1'000'000), rate(2, 1'000'000), rate(3, 1'000'000)}));
    CHECK(totals_of(snapshot).tax == euros(2));
    CHECK(totals_of(snapshot).total == euros(2));
}

TEST_CASE("the largest basket with the largest rates fits") {
    std::vector<TaxRule> rules;
    for (std::uint64_t id = 1; id <= 8; ++id)
        rules.push_back(rate(id, 1'000'000, "standard", id > 6));
    std::vector<Goods> lines;
    for (std::uint64_t line = 1; line <= most_lines; ++line)
        lines.push_back(goods(line, 10'000, largest_line_total / 10'000));
    auto snapshot = basket(lines, included(rules), {promotion(1, percent(33))});
    CHECK(totals_of(snapshot).total == euros(largest_line_total / 100 * 67 * 200));
    snapshot.taxation = on_top(rules);
    CHECK(totals_of(snapshot).tax == euros(largest_line_total / 100 * 67 * 200 * 27));
}

TEST_CASE("an empty basket costs nothing and has a currency") {
    CHECK(totals_of(basket({}, included({rate(1, 190'000)}))).total == euros(0));
}

TEST_CASE("a basket beyond the bounds is a mistake, not a price") {
    CHECK_THROWS_AS(calculate(basket({goods(1, 0, 100)})), std::logic_error);
    CHECK_THROWS_AS(calculate(basket({goods(1, 10'001, 100)})), std::logic_error);
    CHECK_THROWS_AS(calculate(basket({goods(1, 1, -1)})), std::logic_error);
    CHECK_THROWS_AS(calculate(basket({goods(1, 2, largest_line_total)})), std::logic_error);
    CHECK_THROWS_AS(calculate(basket({goods(1, 1, 1)}, on_top({rate(1, 1'000'001)}))),
                    std::logic_error);
    auto yen = goods(1, 1, 100);
    yen.unit_price.currency = jpy;
    CHECK_THROWS_AS(calculate(basket({yen})), std::logic_error);
}
