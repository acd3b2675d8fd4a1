#include "baskets.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kontor;
using namespace kontor::pricing;

namespace {

constexpr auto lines = PromotionTarget::lines;

std::int64_t paid(const Snapshot& snapshot) {
    return calculate(snapshot).totals.total.amount;
}

std::vector<std::int64_t> discounts(const Snapshot& snapshot) {
    std::vector<std::int64_t> amounts;
    for (const auto& line : calculate(snapshot).lines) amounts.push_back(line.discount.amount);
    return amounts;
}

using Amounts = std::vector<std::int64_t>;

// Why a promotion gave nothing, or "".
std::string reason(const Snapshot& snapshot, std::uint64_t id) {
    std::vector<Step> steps;
    calculate(snapshot, &steps);
    for (const auto& step : steps)
        if (step.kind == StepKind::skipped && step.rule == PromotionId(numbered(id)).text())
            return *step.reason;
    return "";
}

Promotion first(Promotion promotion) {
    promotion.priority = -1;
    return promotion;
}

Promotion exclusive(Promotion promotion) {
    promotion.exclusive = true;
    return promotion;
}

Promotion alone(Promotion promotion) {
    promotion.stackable = false;
    return promotion;
}

Benefit off_shipping(std::int64_t percentage, std::int64_t cents) {
    return {PromotionKind::shipping_discount,
            PromotionTarget::order,
            percentage * 10'000,
            {euros(cents)},
            0,
            0};
}

const Benefit free_shipping{PromotionKind::free_shipping, PromotionTarget::order, 0, {}, 0, 0};

}  // namespace

TEST_CASE("19.99 less 25 percent: 5.00 off, 14.99 to pay") {
    for (const auto target : {PromotionTarget::lines, PromotionTarget::order}) {
        const auto snapshot = basket({goods(1, 1, 1999)}, {}, {promotion(1, percent(25, target))});
        CHECK(discounts(snapshot) == Amounts{500});
        CHECK(paid(snapshot) == 1499);
    }
}

TEST_CASE("50.00 with 10 percent included less 10.00: 40.00, of which 3.64 are tax") {
    const auto totals = calculate(basket({goods(1, 1, 5000)}, included({rate(1, 100'000)}),
                                         {promotion(1, off(1000))}))
                            .totals;
    CHECK(totals.total == euros(4000));
    CHECK(totals.tax == euros(364));
}

TEST_CASE("399.00 with 19 percent included less 100 percent: nothing at all") {
    const auto totals = calculate(basket({goods(1, 1, 39900)}, included({rate(1, 190'000)}),
                                         {promotion(1, percent(100))}))
                            .totals;
    CHECK(totals.discount == euros(39900));
    CHECK(totals.tax == euros(0));
    CHECK(totals.total == euros(0));
}

TEST_CASE("25 times 366.06 less 10 percent come to 8236.35") {
    CHECK(paid(basket({goods(1, 25, 36606)}, {}, {promotion(1, percent(10, lines))})) == 823635);
    CHECK(paid(basket({goods(1, 25, 36606)}, {}, {promotion(1, percent(10))})) == 823635);
}

TEST_CASE("ten times 10.00 less 40 percent, then less 70 by a voucher, come to 18.00") {
    auto voucher = promotion(2, percent(70));
    voucher.code = "SEVENTY";
    const auto snapshot =
        basket({goods(1, 10, 1000)}, {}, {voucher, promotion(1, percent(40, lines))});
    CHECK(paid(snapshot) == 1800);
    const auto calculation = calculate(snapshot);
    REQUIRE(calculation.discounts.size() == 2);
    CHECK(calculation.discounts[1].code == "SEVENTY");
    CHECK(calculation.discounts[1].amount == euros(4200));
}

TEST_CASE("10.00 off 60.00 at 20 percent and 40.00 at 5 percent included: 6.00 and 4.00 off") {
    auto snapshot =
        basket({goods(1, 1, 6000), goods(2, 1, 4000)},
               included({rate(1, 200'000), rate(2, 50'000, "reduced")}), {promotion(1, off(1000))});
    snapshot.goods[1].tax_class = "reduced";
    const auto calculation = calculate(snapshot);
    CHECK(discounts(snapshot) == Amounts{600, 400});
    CHECK(calculation.lines[0].tax == euros(900));
    CHECK(calculation.lines[1].tax == euros(171));
}

TEST_CASE("a tie for an odd unit goes to the lower line id, wherever the line stands") {
    CHECK(discounts(basket({goods(2, 1, 100), goods(1, 1, 100), goods(3, 1, 100)}, {},
                           {promotion(1, off(100))})) == Amounts{33, 34, 33});
}

TEST_CASE("promotions of lines come before those of the order, whatever the priority") {
    auto of_order = first(promotion(1, percent(50)));
    const auto snapshot =
        basket({goods(1, 1, 1000)}, {}, {of_order, promotion(2, off(500, lines))});
    CHECK(paid(snapshot) == 250);
}

TEST_CASE("the lower priority comes first, then the lower id") {
    const auto halved = promotion(2, percent(50, lines));
    const auto lowered = promotion(1, off(400, lines));
    CHECK(paid(basket({goods(1, 1, 1000)}, {}, {halved, lowered})) == 300);
    CHECK(paid(basket({goods(1, 1, 1000)}, {}, {first(halved), lowered})) == 100);
}

TEST_CASE("an amount off lines is off each piece, and never more than there is") {
    CHECK(discounts(basket({goods(1, 3, 500), goods(2, 1, 50)}, {},
                           {promotion(1, off(100, lines))})) == Amounts{300, 50});
}

TEST_CASE("an amount off the order is never more than the goods it is for") {
    Conditions one_product;
    one_product.products = {catalog::ProductId(numbered(2))};
    CHECK(discounts(basket({goods(1, 1, 5000), goods(2, 1, 300)}, {},
                           {promotion(1, off(1000), one_product)})) == Amounts{0, 300});
}

TEST_CASE("goods are eligible by product or category, unless excepted") {
    auto snapshot = basket({goods(1, 1, 1000), goods(2, 1, 1000), goods(3, 1, 1000)});
    const catalog::CategoryId shoes(numbered(50));
    snapshot.goods[1].categories = {shoes};
    snapshot.goods[2].categories = {shoes};
    Conditions conditions;
    conditions.categories = {shoes};
    snapshot.promotions = {promotion(1, percent(10, lines), conditions)};
    CHECK(discounts(snapshot) == Amounts{0, 100, 100});
    snapshot.promotions[0].conditions.except_products = {catalog::ProductId(numbered(3))};
    CHECK(discounts(snapshot) == Amounts{0, 100, 0});
    snapshot.promotions[0].conditions.products = {catalog::ProductId(numbered(1))};
    CHECK(discounts(snapshot) == Amounts{100, 100, 0});
}

TEST_CASE("a minimum is tested on what the promotions before it left") {
    Conditions conditions;
    conditions.minimum = {euros(5000)};
    const auto late = promotion(2, off(1000), conditions);
    CHECK(paid(basket({goods(1, 1, 5000)}, {}, {late})) == 4000);
    const auto snapshot = basket({goods(1, 1, 5000)}, {}, {promotion(1, percent(10, lines)), late});
    CHECK(paid(snapshot) == 4500);
    CHECK(reason(snapshot, 2) ==
          "The goods it is for come to 45.00 EUR, and it asks for 50.00 EUR.");
}

TEST_CASE("after an exclusive promotion has given something, none does") {
    auto snapshot = basket({goods(1, 1, 1000)}, {},
                           {exclusive(promotion(1, percent(10, lines))), promotion(2, percent(50)),
                            promotion(3, free_shipping)});
    snapshot.freight = freight(400);
    CHECK(paid(snapshot) == 900 + 400);
    CHECK(reason(snapshot, 2) == "\"promotion 1\" was applied and allows none after it.");
    CHECK_FALSE(reason(snapshot, 3).empty());
}

TEST_CASE("an exclusive promotion that gives nothing stands in nobody's way") {
    Conditions many;
    many.minimum_quantity = 5;
    CHECK(paid(basket({goods(1, 1, 1000)}, {},
                      {exclusive(promotion(1, percent(10, lines), many)),
                       promotion(2, percent(50))})) == 500);
}

TEST_CASE("of promotions that do not add up, the one that gives most counts") {
    const auto snapshot =
        basket({goods(1, 1, 1000)}, {},
               {alone(promotion(1, percent(10, lines))), alone(promotion(2, percent(30))),
                alone(promotion(3, off(200))), promotion(4, percent(50))});
    CHECK(paid(snapshot) == 350);
    CHECK(reason(snapshot, 1) ==
          "It cannot be combined with \"promotion 2\", which gives at least as much.");
    CHECK(reason(snapshot, 2).empty());
}

TEST_CASE("of two that do not add up and give as much, the newest counts") {
    const auto calculation =
        calculate(basket({goods(1, 1, 1000)}, {},
                         {alone(promotion(2, percent(10))), alone(promotion(1, off(100)))}));
    REQUIRE(calculation.discounts.size() == 1);
    CHECK(calculation.discounts[0].promotion == PromotionId(numbered(2)));
}

TEST_CASE("of three pieces the cheapest is free") {
    SUBCASE("of one line") {
        CHECK(discounts(basket({goods(1, 7, 100)}, {}, {promotion(1, buy_get(2, 1))})) ==
              Amounts{200});
    }
    SUBCASE("across lines") {
        CHECK(discounts(basket({goods(1, 1, 300), goods(2, 1, 100), goods(3, 1, 200)}, {},
                               {promotion(1, buy_get(2, 1))})) == Amounts{0, 100, 0});
    }
    SUBCASE("and of equally dear ones the line that came last, wherever it stands") {
        CHECK(discounts(basket({goods(1, 1, 100), goods(2, 1, 100), goods(3, 1, 100)}, {},
                               {promotion(1, buy_get(2, 1))})) == Amounts{0, 0, 100});
        CHECK(discounts(basket({goods(3, 1, 100), goods(1, 1, 100), goods(2, 1, 100)}, {},
                               {promotion(1, buy_get(2, 1))})) == Amounts{100, 0, 0});
    }
    SUBCASE("in sets from the dearest down") {
        CHECK(discounts(basket({goods(1, 2, 100), goods(2, 4, 50)}, {},
                               {promotion(1, buy_get(2, 1))})) == Amounts{0, 100});
        CHECK(discounts(basket({goods(1, 3, 100), goods(2, 3, 50)}, {},
                               {promotion(1, buy_get(2, 1))})) == Amounts{100, 50});
    }
    SUBCASE("or costs less") {
        CHECK(discounts(basket({goods(1, 3, 333)}, {}, {promotion(1, buy_get(2, 1, 50))})) ==
              Amounts{167});
    }
    SUBCASE("unless they are fewer") {
        const auto snapshot = basket({goods(1, 2, 100)}, {}, {promotion(1, buy_get(2, 1))});
        CHECK(discounts(snapshot) == Amounts{0});
        CHECK(reason(snapshot, 1) ==
              "It asks for 3 pieces of the goods it is for, and 2 are there.");
    }
}

TEST_CASE("shipping is lowered by its own promotions and never below nothing") {
    auto snapshot = basket({goods(1, 1, 1000)});
    snapshot.freight = freight(400);
    const auto shipping = [&](const Benefit& benefit) {
        snapshot.promotions = {promotion(1, benefit)};
        return calculate(snapshot).totals.shipping.amount;
    };
    CHECK(shipping(free_shipping) == 0);
    CHECK(shipping(off_shipping(25, 0)) == 300);
    CHECK(shipping(off_shipping(0, 150)) == 250);
    CHECK(shipping(off_shipping(0, 900)) == 0);
    CHECK(calculate(snapshot).totals.discount == euros(0));
    CHECK(calculate(snapshot).discounts[0].amount == euros(400));
}

TEST_CASE("shipping that is not chosen yet cannot be lowered") {
    CHECK(reason(basket({goods(1, 1, 1000)}, {}, {promotion(1, free_shipping)}), 1) ==
          "No shipping has been chosen yet.");
}

TEST_CASE("a promotion holds in its period, for its groups and for first orders") {
    auto snapshot = basket({goods(1, 1, 1000)});
    snapshot.now = platform::Time(std::chrono::hours(1));
    const auto with = [&](const auto& change) {
        Conditions conditions;
        change(conditions);
        snapshot.promotions = {promotion(1, percent(10), conditions)};
        return reason(snapshot, 1);
    };
    CHECK(with([&](Conditions& c) { c.starts_at = snapshot.now; }).empty());
    CHECK(with([&](Conditions& c) { c.starts_at = snapshot.now + std::chrono::seconds(1); }) ==
          "It begins at 1970-01-01T01:00:01.000Z.");
    CHECK(with([&](Conditions& c) { c.ends_at = snapshot.now; }) ==
          "It ended at 1970-01-01T01:00:00.000Z.");
    const customers::GroupId dealers(numbered(9));
    CHECK(with([&](Conditions& c) { c.groups = {dealers}; }) ==
          "It is for customers of certain groups only.");
    snapshot.buyer = {{dealers}, false};
    CHECK(with([&](Conditions& c) { c.groups = {dealers}; }).empty());
    CHECK(with([&](Conditions& c) { c.first_order = true; }) == "It is for a first order only.");
}

TEST_CASE("a promotion is served only in the currencies it names") {
    auto snapshot = basket({goods(1, 1, 1000)}, {}, {promotion(1, off(100))});
    snapshot.promotions[0].benefit.amounts[0].currency = jpy;
    CHECK(reason(snapshot, 1) == "It has no amount in EUR.");
    Conditions conditions;
    conditions.minimum = {{1, jpy}};
    snapshot.promotions = {promotion(1, percent(10), conditions)};
    CHECK(reason(snapshot, 1) == "It has no minimum in EUR.");
}

TEST_CASE("a coupon that gives nothing is named with its reason") {
    Conditions conditions;
    conditions.minimum_quantity = 2;
    auto coupon = promotion(1, percent(10), conditions);
    coupon.code = "TWO";
    const auto calculation = calculate(basket({goods(1, 1, 1000)}, {}, {coupon}));
    CHECK(calculation.idle_coupons ==
          std::vector<IdleCoupon>{
              {"TWO", "It asks for 2 pieces of the goods it is for, and 1 are there."}});
}

TEST_CASE("the steps tell rule, base, rate, rounding and share") {
    auto snapshot = basket({goods(1, 1, 1999), goods(2, 2, 500)}, included({rate(1, 190'000)}),
                           {promotion(1, percent(25, lines)), promotion(2, off(100))});
    std::vector<Step> steps;
    calculate(snapshot, &steps);
    REQUIRE(steps.size() == 10);
    CHECK(steps[0].kind == StepKind::unit_price);
    CHECK(steps[0].rule == "base");
    CHECK(steps[1].quantity == 2);
    CHECK(steps[2].kind == StepKind::line_promotion);
    CHECK(steps[2].rule == PromotionId(numbered(1)).text());
    CHECK(steps[2].rate_ppm == 250'000);
    CHECK(steps[2].exact == "499 3/4");
    CHECK(steps[2].amount == euros(-500));
    CHECK(steps[4].kind == StepKind::order_promotion);
    CHECK(steps[4].base == euros(1499 + 750));
    CHECK(steps[5].kind == StepKind::allocation);
    CHECK(steps[5].base == euros(1499));
    CHECK(steps[5].exact == "66 1466/2249");
    CHECK(steps[5].odd_unit == 1);
    CHECK(steps[5].amount == euros(-67));
    CHECK(steps[6].amount == euros(-33));
    CHECK(steps[7].kind == StepKind::tax);
    CHECK(steps[7].included == true);
    CHECK(steps[7].exact == "228 76/119");
    CHECK(steps[9].kind == StepKind::total);
    CHECK(steps[9].amount == euros(1432 + 717));
}
