#include "bounds.hpp"

#include <stdexcept>

namespace kontor::pricing {
namespace {

void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(std::string("a basket cannot be priced: ") + what);
}

bool within(std::int64_t value, std::int64_t low, std::int64_t high) {
    return value >= low && value <= high;
}

void require_goods(const Goods& goods, platform::Currency currency) {
    require(goods.unit_price.currency == currency, "a price in another currency");
    require(within(goods.quantity, 1, largest_quantity), "a quantity out of bounds");
    require(within(goods.unit_price.amount, 0, largest_line_total / goods.quantity),
            "a line total out of bounds");
}

void require_benefit(const Benefit& benefit) {
    require(within(benefit.percentage_ppm, 0, whole), "a percentage out of bounds");
    if (benefit.kind == PromotionKind::buy_x_get_y)
        require(
            within(benefit.buy, 1, largest_quantity) && within(benefit.get, 1, largest_quantity),
            "pieces to buy or to get out of bounds");
    for (const auto& amount : benefit.amounts)
        require(within(amount.amount, 0, largest_rule_amount), "a discount out of bounds");
}

void require_zone(const std::vector<TaxRule>& zone) {
    for (const auto& rule : zone) {
        require(within(rule.rate_ppm, 0, whole), "a tax rate out of bounds");
        std::int64_t rules = 0;
        std::int64_t compound = 0;
        for (const auto& other : zone) {
            if (other.tax_class != rule.tax_class) continue;
            ++rules;
            if (other.compound) ++compound;
        }
        require(rules <= most_tax_rules_of_class, "too many tax rates of one class");
        require(compound <= most_compound_tax_rules_of_class, "too many compound tax rates");
    }
}

}  // namespace

void require_bounds(const Snapshot& snapshot) {
    require(snapshot.goods.size() <= most_lines, "too many lines");
    for (const auto& goods : snapshot.goods) require_goods(goods, snapshot.currency);
    if (snapshot.freight) {
        require(snapshot.freight->price.currency == snapshot.currency,
                "shipping in another currency");
        require(within(snapshot.freight->price.amount, 0, largest_line_total),
                "a price of shipping out of bounds");
    }
    for (const auto& promotion : snapshot.promotions) require_benefit(promotion.benefit);
    require_zone(snapshot.taxation.home);
    require_zone(snapshot.taxation.destination);
}

}  // namespace kontor::pricing
