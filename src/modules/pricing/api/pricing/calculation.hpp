// What a basket costs, as a pure function of all that it depends on.
#pragma once

#include "platform/core/uuid.hpp"
#include "pricing/rules.hpp"
#include "pricing/totals.hpp"

namespace kontor::pricing {

struct Goods {
    platform::Uuid line;
    catalog::ProductId product;
    std::vector<catalog::CategoryId> categories;  // with those that contain them
    std::string tax_class = "standard";
    std::int64_t quantity = 0;
    platform::Money unit_price;
    std::optional<PriceListId> price_list;  // where the unit price comes from; none: the base price
};
BOOST_DESCRIBE_STRUCT(Goods, (),
                      (line, product, categories, tax_class, quantity, unit_price, price_list))

struct Freight {
    std::string option;
    platform::Money price;
    std::string tax_class = "standard";
};
BOOST_DESCRIBE_STRUCT(Freight, (), (option, price, tax_class))

struct Buyer {
    std::vector<customers::GroupId> groups;
    bool first_order = true;
};
BOOST_DESCRIBE_STRUCT(Buyer, (), (groups, first_order))

// Everything that a price depends on. Every amount is in the basket's currency.
struct Snapshot {
    platform::Currency currency;
    std::vector<Goods> goods;
    std::optional<Freight> freight;
    std::vector<Promotion> promotions;
    Taxation taxation;
    Buyer buyer;
    platform::Time now;
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (currency, goods, freight, promotions, taxation, buyer, now))

struct Discount {
    PromotionId promotion;
    std::string name;
    std::optional<std::string> code;
    platform::Money amount;  // positive
    friend bool operator==(const Discount&, const Discount&) = default;
};
BOOST_DESCRIBE_STRUCT(Discount, (), (promotion, name, code, amount))

// Frozen on an order as it is.
struct Tax {
    TaxRateId rate;
    std::string name;
    platform::RatePpm rate_ppm = 0;
    platform::Money base;
    platform::Money amount;
    bool included = false;
    friend bool operator==(const Tax&, const Tax&) = default;
};
BOOST_DESCRIBE_STRUCT(Tax, (), (rate, name, rate_ppm, base, amount, included))

// A coupon that gives nothing now, and why.
struct IdleCoupon {
    std::string code;
    std::string reason;
    friend bool operator==(const IdleCoupon&, const IdleCoupon&) = default;
};
BOOST_DESCRIBE_STRUCT(IdleCoupon, (), (code, reason))

struct CalculatedLine {
    platform::Uuid line;
    platform::Money unit_price;  // without the home zone's tax where that does not apply
    platform::Money subtotal;
    platform::Money discount;  // of the line's own promotions and its shares of the order's
    platform::Money tax;
    platform::Money total;  // what the customer pays for it
    std::vector<Discount> discounts;
    std::vector<Tax> taxes;
};
BOOST_DESCRIBE_STRUCT(CalculatedLine, (),
                      (line, unit_price, subtotal, discount, tax, total, discounts, taxes))

struct CalculatedFreight {
    platform::Money price;
    platform::Money discount;
    platform::Money tax;
    platform::Money total;
    std::vector<Discount> discounts;
    std::vector<Tax> taxes;
};
BOOST_DESCRIBE_STRUCT(CalculatedFreight, (), (price, discount, tax, total, discounts, taxes))

enum class StepKind {
    unit_price,
    home_tax_removed,
    line_promotion,
    order_promotion,
    allocation,
    shipping,
    shipping_promotion,
    tax,
    skipped,  // a promotion that gave nothing; reason says why
    total
};
BOOST_DESCRIBE_ENUM(StepKind, unit_price, home_tax_removed, line_promotion, order_promotion,
                    allocation, shipping, shipping_promotion, tax, skipped, total)

// One thing the calculator did, in the order in which it did them. Those of a line (unit_price,
// home_tax_removed, line_promotion, allocation, taxes that are not included) add up to its total;
// those of the basket (the same without allocation, which divides an order_promotion) to what is
// paid.
struct Step {
    StepKind kind = StepKind::unit_price;
    std::optional<platform::Uuid> line{};
    std::string rule;  // the id of a price list, promotion or rate; "base" for the base price
    std::string name;
    platform::Money base;                    // what it was worked out on
    std::optional<std::int64_t> quantity{};  // of the pieces it is about
    std::optional<platform::RatePpm> rate_ppm{};
    std::optional<std::string> exact{};      // before rounding: "6371 2/3" minor units
    std::optional<std::int64_t> odd_unit{};  // which of those left over a share got, from 1
    std::optional<bool> included{};          // of a tax: part of the amount it is worked out on
    platform::Money amount;                  // the result, negative where it lowers the price
    std::optional<std::string> reason{};
};
BOOST_DESCRIBE_STRUCT(Step, (),
                      (kind, line, rule, name, base, quantity, rate_ppm, exact, odd_unit, included,
                       amount, reason))

struct Calculation {
    std::vector<CalculatedLine> lines;  // in the order of the goods
    std::optional<CalculatedFreight> freight;
    // discount: of goods; shipping: what is charged for it. total is what is paid:
    // subtotal - discount + shipping + tax - tax_included.
    Totals totals;
    std::vector<Discount> discounts;  // one per promotion that gave something, in order
    std::vector<Tax> taxes;           // one per rate: the sum over lines and shipping
    std::vector<IdleCoupon> idle_coupons;
};
BOOST_DESCRIBE_STRUCT(Calculation, (), (lines, freight, totals, discounts, taxes, idle_coupons))

// Pure, in integers through 128 bits; rounds half away from zero once per line and rate (or piece
// and rate). First the goods' prices, then promotions of lines, of the order and of shipping, each
// in the order of priority and id and on what those before it left, then taxes. An exclusive one
// ends that order. The order of the goods changes nothing but the order of the lines: a tie in an
// allocation goes to the lower line id. Steps are written only where somebody asks for them.
// Throws std::logic_error for a snapshot beyond the bounds of rules.hpp, with a quantity below 1, a
// negative amount, or more than one currency.
Calculation calculate(const Snapshot& snapshot, std::vector<Step>* steps = nullptr);

}  // namespace kontor::pricing
