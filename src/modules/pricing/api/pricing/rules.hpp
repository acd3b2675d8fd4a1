// The rules of a price, as values: what the staff writes and the calculator obeys.
#pragma once

#include "catalog/ids.hpp"
#include "customers/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"
#include "pricing/ids.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::pricing {

// What the calculator takes. Rules beyond are refused where they are made, carts where they grow;
// within these every intermediate result fits into 128 bits.
inline constexpr std::int64_t largest_line_total = 1'000'000'000'000'000;
inline constexpr std::int64_t largest_rule_amount = largest_line_total;
inline constexpr std::int64_t largest_quantity = 10'000;  // of a line, and of buy and get
inline constexpr std::size_t most_lines = 200;
inline constexpr platform::RatePpm whole = 1'000'000;  // no percentage and no tax rate is above
inline constexpr std::int64_t most_tax_rules_of_class = 8;
inline constexpr std::int64_t most_compound_tax_rules_of_class = 2;

inline constexpr auto standard_tax_class = "standard";

enum class PromotionKind {
    percentage,         // of each line, or of the order
    fixed_amount,       // off each piece of a line, or off the order
    free_shipping,      // shipping costs nothing
    shipping_discount,  // percentage or amount off shipping
    buy_x_get_y  // of every buy + get pieces of eligible goods, put together from the dearest
                 // down, the cheapest get pieces cost percentage less
};
BOOST_DESCRIBE_ENUM(PromotionKind, percentage, fixed_amount, free_shipping, shipping_discount,
                    buy_x_get_y)

enum class PromotionTarget { lines, order };
BOOST_DESCRIBE_ENUM(PromotionTarget, lines, order)

// What a promotion gives. Which members count follows from the kind.
struct Benefit {
    PromotionKind kind = PromotionKind::percentage;
    PromotionTarget target = PromotionTarget::order;  // of percentage and fixed_amount
    platform::RatePpm percentage_ppm = 0;             // 250 000 is 25 %
    std::vector<platform::Money> amounts;  // at most one per currency; none in a currency: nothing
    std::int64_t buy = 0;
    std::int64_t get = 0;
};
BOOST_DESCRIBE_STRUCT(Benefit, (), (kind, target, percentage_ppm, amounts, buy, get))

// When a promotion holds, and for which goods. Absent and empty members ask for nothing. Goods are
// eligible when their product is among the products or one of their categories (which include what
// contains those) among the categories, and is among none of those excluded.
struct Conditions {
    std::vector<catalog::ProductId> products;
    std::vector<catalog::CategoryId> categories;
    std::vector<catalog::ProductId> except_products;
    // What the eligible goods must come to, discounted so far; where there is any, a currency that
    // has none is not served.
    std::vector<platform::Money> minimum;
    std::optional<std::int64_t> minimum_quantity;  // pieces of eligible goods
    std::vector<customers::GroupId> groups;        // any of them
    bool first_order = false;
    std::optional<platform::Time> starts_at;  // inclusive
    std::optional<platform::Time> ends_at;    // exclusive
};
BOOST_DESCRIBE_STRUCT(Conditions, (),
                      (products, categories, except_products, minimum, minimum_quantity, groups,
                       first_order, starts_at, ends_at))

struct Promotion {
    PromotionId id;
    std::string name;
    std::int64_t priority = 0;  // lower ones first, then by id
    bool exclusive = false;     // once it has given something, none after it does
    bool stackable =
        true;  // false: of all such the one that gives most of itself; a tie: the newest
    Benefit benefit;
    Conditions conditions;
    std::optional<std::string> code;  // the coupon that brought it
};
BOOST_DESCRIBE_STRUCT(Promotion, (),
                      (id, name, priority, exclusive, stackable, benefit, conditions, code))

// A rate of a zone. Goods of a class for which a zone has no rule are taxed as standard there: a
// class that is not taxed has a rule with rate 0.
struct TaxRule {
    TaxRateId id;
    std::string name;
    std::string tax_class = "standard";
    platform::RatePpm rate_ppm = 0;
    bool compound = false;  // on the amount with the taxes before it; else on that without any
    friend bool operator==(const TaxRule&, const TaxRule&) = default;
};
BOOST_DESCRIBE_STRUCT(TaxRule, (), (id, name, tax_class, rate_ppm, compound))

enum class TaxRounding { line, unit };  // unit: each piece's share of the line, then times pieces
BOOST_DESCRIBE_ENUM(TaxRounding, line, unit)

// The taxes of one destination. Prices that contain tax contain that of the home zone: sent to
// another zone, or to who is exempt, they lose it, and that zone's comes on top.
struct Taxation {
    bool prices_include_tax = true;
    TaxRounding rounding = TaxRounding::line;
    std::vector<TaxRule> home;         // what prices contain, where they contain any
    std::vector<TaxRule> destination;  // equal to home inside the home zone; by position
    bool exempt = false;               // a VAT id was shown where that exempts: no tax at all
};
BOOST_DESCRIBE_STRUCT(Taxation, (), (prices_include_tax, rounding, home, destination, exempt))

}  // namespace kontor::pricing
