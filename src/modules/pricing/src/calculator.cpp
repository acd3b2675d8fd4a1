#include "pricing/calculator.hpp"

namespace kontor::pricing {
namespace {

using platform::Money;
using platform::multiply_divide;

constexpr platform::RatePpm whole = 1'000'000;

Money tax_on(const Money& amount, const TaxRate& tax) {
    const auto divisor = tax.included ? whole + tax.rate_ppm : whole;
    return {multiply_divide(amount.amount, tax.rate_ppm, divisor), amount.currency};
}

PricedLine price_line(const BasketLine& line, const TaxRate& tax) {
    const auto subtotal = line.unit_price * line.quantity;
    const Money discount{0, subtotal.currency};
    const auto remaining = subtotal - discount;
    const auto line_tax = tax_on(remaining, tax);
    return {line.id, subtotal, discount, line_tax, tax.included ? remaining : remaining + line_tax};
}

}  // namespace

PricedBasket calculate(const Basket& basket) {
    const Money nothing{0, basket.currency};
    const Money shipping{basket.shipping, basket.currency};
    PricedBasket priced{
        {}, {nothing, nothing, shipping, tax_on(shipping, basket.tax), nothing, nothing}};
    auto& totals = priced.totals;
    priced.lines.reserve(basket.lines.size());
    for (const auto& line : basket.lines) {
        const auto& added = priced.lines.emplace_back(price_line(line, basket.tax));
        totals.subtotal += added.subtotal;
        totals.discount += added.discount;
        totals.tax += added.tax;
    }
    if (basket.tax.included) totals.tax_included = totals.tax;
    totals.total = totals.subtotal - totals.discount + shipping + totals.tax - totals.tax_included;
    return priced;
}

}  // namespace kontor::pricing
