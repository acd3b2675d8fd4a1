#pragma once

#include "platform/core/money.hpp"
#include "platform/core/uuid.hpp"

#include <string>
#include <vector>

namespace kontor::pricing {

struct TaxRate {
    std::string name = "none";
    platform::RatePpm rate_ppm = 0;
    bool included = true;  // prices contain the tax already
};
BOOST_DESCRIBE_STRUCT(TaxRate, (), (name, rate_ppm, included))

struct BasketLine {
    platform::Uuid id;
    std::int64_t quantity = 0;
    platform::Money unit_price;
};
BOOST_DESCRIBE_STRUCT(BasketLine, (), (id, quantity, unit_price))

// Everything that a price depends on.
struct Basket {
    platform::Currency currency;
    std::vector<BasketLine> lines;
    std::int64_t shipping = 0;  // minor units, before tax where tax is not included
    TaxRate tax;
};
BOOST_DESCRIBE_STRUCT(Basket, (), (currency, lines, shipping, tax))

struct PricedLine {
    platform::Uuid id;
    platform::Money subtotal;
    platform::Money discount;
    platform::Money tax;
    platform::Money total;  // what the customer pays for the line
};
BOOST_DESCRIBE_STRUCT(PricedLine, (), (id, subtotal, discount, tax, total))

// total = subtotal - discount + shipping + (tax - tax_included).
struct Totals {
    platform::Money subtotal;
    platform::Money discount;
    platform::Money shipping;
    platform::Money tax;           // all of it
    platform::Money tax_included;  // the part that the prices contain already
    platform::Money total;         // what is paid
    friend bool operator==(const Totals&, const Totals&) = default;
};
BOOST_DESCRIBE_STRUCT(Totals, (), (subtotal, discount, shipping, tax, tax_included, total))

struct PricedBasket {
    std::vector<PricedLine> lines;  // in the basket's order
    Totals totals;
};
BOOST_DESCRIBE_STRUCT(PricedBasket, (), (lines, totals))

// Pure, in integers, rounded half away from zero once per line and tax.
// Every line must be in the basket's currency.
PricedBasket calculate(const Basket& basket);

}  // namespace kontor::pricing
