#include "baskets.hpp"

namespace kontor::pricing {
namespace {

class Dice {
public:
    explicit Dice(std::mt19937_64& random) : random_(random) {}

    std::int64_t from_to(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool one_in(std::int64_t count) { return from_to(1, count) == 1; }
    // Small ones often: where rounding and clamping show.
    std::int64_t amount(std::int64_t most) {
        switch (from_to(0, 3)) {
            case 0:
                return from_to(0, std::min<std::int64_t>(most, 5));
            case 1:
                return from_to(0, std::min<std::int64_t>(most, 10'000));
            default:
                return from_to(0, most);
        }
    }
    std::string tax_class() { return one_in(3) ? "reduced" : "standard"; }
    catalog::CategoryId category() { return catalog::CategoryId(numbered(random_() % 4)); }
    catalog::ProductId product() { return catalog::ProductId(numbered(random_() % 10)); }
    customers::GroupId group() { return customers::GroupId(numbered(random_() % 3)); }

private:
    std::mt19937_64& random_;
};

Goods any_goods(Dice& dice, std::uint64_t line) {
    const auto quantity = dice.one_in(20) ? dice.from_to(1, 10'000) : dice.from_to(1, 7);
    const auto most = dice.one_in(50) ? largest_line_total / quantity : 100'000;
    Goods goods{numbered(line), dice.product(),           {}, dice.tax_class(),
                quantity,       euros(dice.amount(most)), {}};
    for (auto count = dice.from_to(0, 2); count > 0; --count)
        goods.categories.push_back(dice.category());
    return goods;
}

Conditions any_conditions(Dice& dice, platform::Time now) {
    Conditions conditions;
    if (dice.one_in(3)) conditions.categories.push_back(dice.category());
    if (dice.one_in(5)) conditions.products.push_back(dice.product());
    if (dice.one_in(5)) conditions.except_products.push_back(dice.product());
    if (dice.one_in(4)) conditions.minimum.push_back(euros(dice.amount(50'000)));
    if (dice.one_in(6)) conditions.minimum_quantity = dice.from_to(1, 20);
    if (dice.one_in(8)) conditions.groups.push_back(dice.group());
    conditions.first_order = dice.one_in(8);
    if (dice.one_in(8)) conditions.starts_at = now + std::chrono::hours(dice.from_to(-2, 1));
    if (dice.one_in(8)) conditions.ends_at = now + std::chrono::hours(dice.from_to(0, 2));
    return conditions;
}

Benefit any_benefit(Dice& dice) {
    Benefit benefit;
    benefit.kind = static_cast<PromotionKind>(dice.from_to(0, 4));
    benefit.target = dice.one_in(2) ? PromotionTarget::lines : PromotionTarget::order;
    benefit.percentage_ppm = dice.one_in(4) ? whole : dice.from_to(0, whole);
    if (!dice.one_in(10)) benefit.amounts.push_back(euros(dice.amount(20'000)));
    if (benefit.kind == PromotionKind::shipping_discount && dice.one_in(2))
        benefit.percentage_ppm = 0;
    benefit.buy = dice.from_to(1, 3);
    benefit.get = dice.from_to(1, 2);
    return benefit;
}

Promotion any_promotion(Dice& dice, std::uint64_t id, platform::Time now) {
    Promotion promotion{PromotionId(numbered(id)), "any",
                        dice.from_to(0, 2),        dice.one_in(10),
                        !dice.one_in(3),           any_benefit(dice),
                        any_conditions(dice, now), {}};
    if (dice.one_in(3)) promotion.code = "CODE";
    return promotion;
}

std::vector<TaxRule> any_zone(Dice& dice, std::uint64_t first) {
    std::vector<TaxRule> zone;
    for (auto count = dice.from_to(0, 3); count > 0; --count)
        zone.push_back(rate(first++, dice.one_in(8) ? whole : dice.from_to(0, 250'000),
                            dice.tax_class(), count == 1 && dice.one_in(3)));
    return zone;
}

Taxation any_taxation(Dice& dice) {
    Taxation taxation;
    taxation.prices_include_tax = !dice.one_in(3);
    taxation.rounding = dice.one_in(3) ? TaxRounding::unit : TaxRounding::line;
    taxation.home = any_zone(dice, 1);
    taxation.destination = dice.one_in(3) ? any_zone(dice, 101) : taxation.home;
    taxation.exempt = dice.one_in(10);
    return taxation;
}

}  // namespace

Snapshot random_basket(std::mt19937_64& random) {
    Dice dice(random);
    Snapshot snapshot{
        eur, {}, {}, {}, any_taxation(dice), {}, platform::Time(std::chrono::hours(9))};
    const auto lines = dice.one_in(100) ? dice.from_to(1, 40) : dice.from_to(0, 5);
    for (std::int64_t line = 0; line < lines; ++line)
        snapshot.goods.push_back(any_goods(dice, static_cast<std::uint64_t>(lines - line)));
    if (!dice.one_in(4)) snapshot.freight = freight(dice.amount(10'000));
    for (auto count = dice.from_to(0, 4); count > 0; --count)
        snapshot.promotions.push_back(
            any_promotion(dice, static_cast<std::uint64_t>(count), snapshot.now));
    for (auto count = dice.from_to(0, 2); count > 0; --count)
        snapshot.buyer.groups.push_back(dice.group());
    snapshot.buyer.first_order = dice.one_in(2);
    return snapshot;
}

}  // namespace kontor::pricing
