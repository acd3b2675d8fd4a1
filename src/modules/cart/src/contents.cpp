#include "contents.hpp"

namespace kontor::cart {

using platform::Error;
using platform::ErrorKind;
using platform::Money;

namespace {

// Keeps every sum of a cart far inside 64 bits, whatever a price.
constexpr std::int64_t largest_line_total = 1'000'000'000'000'000;

Error quantity_too_large(const store::Line& line) {
    const auto message = "A cart takes at most " + std::to_string(largest_quantity) + " of " +
                         line.sku + ", and fewer where they cost too much for one cart.";
    return {
        ErrorKind::invalid, "cart.quantity_too_large", message, {{"/quantity", "range", message}}};
}

Error too_many_lines() {
    return {ErrorKind::invalid, "cart.too_many_lines",
            "A cart takes at most " + std::to_string(most_lines) +
                " different items. Remove one, or use a second cart."};
}

pricing::PricedBasket price(const store::Basket& basket, const pricing::TaxRate& tax) {
    const auto currency = basket.head.currency;
    std::vector<pricing::BasketLine> lines;
    lines.reserve(basket.lines.size());
    for (const auto& line : basket.lines)
        lines.push_back({line.id.uuid(), line.quantity, {line.unit_price, currency}});
    return pricing::calculate({currency, std::move(lines), 0, tax});
}

Item item_of(const store::Line& line, const pricing::PricedLine& priced) {
    const Money unit_price{line.unit_price, priced.total.currency};
    return {line.id,       line.variant, line.sku,         line.title,
            line.quantity, unit_price,   priced.subtotal,  priced.discount,
            priced.tax,    priced.total, line.weight_grams};
}

Warning unavailable(const store::Line& line) {
    return {"unavailable", line.id, line.title + " is not sold any more. Remove it."};
}

}  // namespace

platform::Result<> check_limits(const store::Basket& basket) {
    if (basket.lines.size() > most_lines) return too_many_lines();
    for (const auto& line : basket.lines)
        if (line.quantity > largest_quantity ||
            line.unit_price > largest_line_total / line.quantity)
            return quantity_too_large(line);
    return {};
}

Warning price_changed(const LineId& line, const Money& before, const Money& after) {
    return {"price_changed", line,
            "The price has changed from " + to_text(before) + " to " + to_text(after) + "."};
}

Warning insufficient_stock(const LineId& line, std::int64_t available) {
    return {"insufficient_stock", line,
            available > 0 ? "Only " + std::to_string(available) + " can be sold at the moment."
                          : "It is out of stock at the moment."};
}

Contents contents_of(const store::Basket& basket, const pricing::TaxRate& tax) {
    const auto& head = basket.head;
    const auto priced = price(basket, tax);
    Contents contents{head.id, head.status, head.version, head.currency, {}, priced.totals, {}};
    contents.items.reserve(basket.lines.size());
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        const auto& line = basket.lines[i];
        contents.items.push_back(item_of(line, priced.lines[i]));
        if (line.withdrawn) contents.warnings.push_back(unavailable(line));
        if (line.current_price && *line.current_price != line.unit_price)
            contents.warnings.push_back(price_changed(line.id, {line.unit_price, head.currency},
                                                      {*line.current_price, head.currency}));
    }
    return contents;
}

}  // namespace kontor::cart
