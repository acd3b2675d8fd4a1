#include "contents.hpp"

#include "pricing/sums.hpp"

#include <algorithm>

namespace kontor::cart {

using platform::Error;
using platform::ErrorKind;
using platform::Money;

namespace {

Error quantity_too_large(const store::Line& line) {
    const auto message = "A cart takes at most " + std::to_string(pricing::largest_quantity) +
                         " of " + line.sku + ", and fewer where they cost too much for one cart.";
    return {
        ErrorKind::invalid, "cart.quantity_too_large", message, {{"/quantity", "range", message}}};
}

Error too_many_lines() {
    return {ErrorKind::invalid, "cart.too_many_lines",
            "A cart takes at most " + std::to_string(pricing::most_lines) +
                " different items. Remove one, or use a second cart."};
}

Item item_of(const store::Line& line, platform::Currency currency) {
    Item item;
    item.id = line.id;
    item.variant_id = line.variant;
    item.sku = line.sku;
    item.title = line.title;
    item.quantity = line.quantity;
    item.unit_price = {line.unit_price, currency};
    item.weight_grams = line.weight_grams;
    item.product_id = line.product;
    item.categories = line.categories;
    item.tax_class = line.tax_class;
    item.price_list = line.price_list;
    return item;
}

Warning unavailable(const store::Line& line) {
    return {"unavailable", line.id, {}, line.title + " is not sold any more. Remove it."};
}

SavedItem saved_item_of(const store::Line& line, platform::Currency currency) {
    return {line.id,    line.variant,  line.sku,
            line.title, line.quantity, {line.unit_price, currency}};
}

}  // namespace

platform::Result<> check_limits(const store::Basket& basket) {
    if (basket.lines.size() > pricing::most_lines || basket.set_aside.size() > pricing::most_lines)
        return too_many_lines();
    for (const auto& line : basket.lines)
        if (line.quantity > pricing::largest_quantity ||
            line.unit_price > pricing::largest_line_total / line.quantity)
            return quantity_too_large(line);
    return {};
}

Contents contents_of(const store::Basket& basket) {
    const auto& head = basket.head;
    Contents contents;
    contents.id = head.id;
    contents.status = head.status;
    contents.version = head.version;
    contents.currency = head.currency;
    contents.coupons = head.coupons;
    if (head.adjustments && head.adjusted_version == head.version)
        contents.adjustments = head.adjustments->value;
    contents.items.reserve(basket.lines.size());
    for (const auto& line : basket.lines) {
        contents.items.push_back(item_of(line, head.currency));
        if (line.withdrawn) contents.warnings.push_back(unavailable(line));
    }
    for (const auto& line : basket.set_aside) {
        contents.saved.push_back(saved_item_of(line, head.currency));
        if (line.withdrawn) contents.warnings.push_back(unavailable(line));
    }
    return contents;
}

pricing::QuoteRequest request_of(const Contents& contents, const auth::Shopper& shopper) {
    pricing::QuoteRequest request;
    request.currency = contents.currency;
    request.coupons = contents.coupons;
    request.customer.id = shopper.customer;
    request.lines.reserve(contents.items.size());
    for (const auto& item : contents.items) request.lines.push_back(quoted(item));
    return request;
}

std::vector<pricing::AskedPrice> asked_of(const std::vector<store::Line>& lines,
                                          platform::Currency currency) {
    std::vector<pricing::AskedPrice> asked;
    asked.reserve(lines.size());
    for (const auto& line : lines) {
        auto& one = asked.emplace_back();
        one.variant = line.variant;
        one.quantity = line.quantity;
        if (line.base_price) one.base = Money{*line.base_price, currency};
    }
    return asked;
}

void add_prices(Contents& contents, const pricing::Quote& quote) {
    const auto& calculation = quote.calculation;
    for (std::size_t i = 0; i < contents.items.size(); ++i)
        pricing::keep_sums(contents.items[i], calculation.lines[i]);
    contents.totals = calculation.totals;
    contents.discounts = calculation.discounts;
    contents.taxes = calculation.taxes;
    for (const auto& idle : quote.idle_coupons)
        contents.warnings.push_back({"coupon_idle", {}, idle.code, idle.reason});
}

Warning price_changed(const LineId& line, const Money& before, const Money& after) {
    return {"price_changed",
            line,
            {},
            "The price has changed from " + to_text(before) + " to " + to_text(after) + ".",
            before,
            after};
}

Warning insufficient_stock(const LineId& line, std::int64_t available) {
    return {"insufficient_stock",
            line,
            {},
            available > 0 ? "Only " + std::to_string(available) + " can be sold at the moment."
                          : "It is out of stock at the moment.",
            {},
            {},
            std::max<std::int64_t>(available, 0)};
}

}  // namespace kontor::cart
