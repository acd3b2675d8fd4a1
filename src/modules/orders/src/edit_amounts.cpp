#include "edit_amounts.hpp"

#include "pricing/sold_taxes.hpp"
#include "pricing/sums.hpp"

#include <algorithm>

namespace kontor::orders {

using platform::Money;
using pricing::Discount;
using pricing::Tax;

namespace {

// a * b / c, rounded half away from zero. Amounts are below 10^15: the product needs 128 bits.
std::int64_t rounded(std::int64_t a, std::int64_t b, std::int64_t c) {
    const auto product = static_cast<__int128>(a) * b;
    const auto half = static_cast<__int128>(c) / 2;
    return static_cast<std::int64_t>((product + (product < 0 ? -half : half)) / c);
}

Money sum_of(const std::vector<Tax>& taxes, Money zero, bool included_only) {
    for (const auto& tax : taxes)
        if (tax.included || !included_only) zero.amount += tax.amount.amount;
    return zero;
}

Money zero_of(const Order& order) {
    return {0, order.totals.total.currency};
}

void add_to(std::vector<Tax>& taxes, const Tax& more, int sign) {
    auto found = std::ranges::find_if(taxes, [&](const Tax& tax) {
        return tax.rate == more.rate && tax.rate_ppm == more.rate_ppm;
    });
    if (found == taxes.end()) {
        taxes.push_back({more.rate,
                         more.name,
                         more.rate_ppm,
                         {0, more.base.currency},
                         {0, more.amount.currency},
                         more.included});
        found = std::prev(taxes.end());
    }
    found->base.amount += sign * more.base.amount;
    found->amount.amount += sign * more.amount.amount;
}

void add_to(std::vector<Discount>& discounts, const Discount& more, int sign) {
    auto found = std::ranges::find(discounts, more.promotion, &Discount::promotion);
    if (found == discounts.end()) {
        discounts.push_back({more.promotion, more.name, more.code, {0, more.amount.currency}});
        found = std::prev(discounts.end());
    }
    found->amount.amount += sign * more.amount.amount;
}

void count(Order& order, const OrderItem& item, int sign) {
    auto& totals = order.totals;
    totals.subtotal.amount += sign * item.subtotal.amount;
    totals.discount.amount += sign * item.discount.amount;
    totals.tax.amount += sign * item.tax.amount;
    totals.total.amount += sign * item.total.amount;
    totals.tax_included.amount += sign * sum_of(item.taxes, zero_of(order), true).amount;
    for (const auto& tax : item.taxes) add_to(order.terms.taxes, tax, sign);
    for (const auto& discount : item.discounts) add_to(order.terms.discounts, discount, sign);
}

}  // namespace

OrderItem reworked(const OrderItem& item, std::int64_t quantity, const Money& unit_price,
                   pricing::TaxRounding rounding) {
    if (quantity == item.quantity && unit_price == item.unit_price) return item;
    auto made = item;
    made.quantity = quantity;
    made.unit_price = unit_price;
    made.subtotal.amount = unit_price.amount * quantity;
    made.discount.amount = 0;
    for (auto& discount : made.discounts) {
        if (made.subtotal.amount < item.subtotal.amount)
            discount.amount.amount =
                rounded(discount.amount.amount, made.subtotal.amount, item.subtotal.amount);
        discount.amount.amount =
            std::min(discount.amount.amount, made.subtotal.amount - made.discount.amount);
        made.discount = made.discount + discount.amount;
    }
    std::erase_if(made.discounts, [](const Discount& one) { return one.amount.amount == 0; });

    made.taxes = pricing::taxed_anew(item.taxes, made.subtotal - made.discount, quantity, rounding);
    const Money zero{0, item.total.currency};
    made.tax = sum_of(made.taxes, zero, false);
    made.total = made.subtotal - made.discount + made.tax - sum_of(made.taxes, zero, true);
    return made;
}

OrderItem item_of(const pricing::CalculatedLine& line, OrderItem item) {
    item.unit_price = line.unit_price;
    pricing::keep_sums(item, line);
    item.discounts = line.discounts;
    item.taxes = line.taxes;
    return item;
}

Order with_items(const Order& order, std::vector<OrderItem> items) {
    auto edited = order;
    for (const auto& item : order.items) count(edited, item, -1);
    for (const auto& item : items) count(edited, item, 1);
    edited.items = std::move(items);
    std::erase_if(edited.terms.taxes,
                  [](const Tax& tax) { return tax.base.amount == 0 && tax.amount.amount == 0; });
    std::erase_if(edited.terms.discounts,
                  [](const Discount& one) { return one.amount.amount == 0; });
    return edited;
}

}  // namespace kontor::orders
