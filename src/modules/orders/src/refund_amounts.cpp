#include "refund_amounts.hpp"

#include "payments/shares.hpp"

#include <algorithm>

namespace kontor::orders {

using payments::share;
using payments::tax_of_part;
using platform::Error;
using platform::ErrorKind;
using platform::Money;
using platform::Result;

namespace {

Error bad_refund(const std::string& subject, const std::string& demand,
                 const std::string& pointer) {
    return {ErrorKind::invalid,
            "orders.bad_refund",
            subject + " " + demand + ".",
            {{pointer, "invalid", demand}}};
}

Error no_such_item(std::size_t index) {
    return {ErrorKind::invalid,
            "orders.no_such_item",
            "The order has no such item.",
            {{"/items/" + std::to_string(index) + "/item_id", "not_found",
              "must be the id of one of the order's items"}}};
}

Error exceeds(const std::string& what, const platform::DetailValue& refundable) {
    return {ErrorKind::conflict,
            "orders.refund_exceeds_order",
            "More of " + what + " would be refunded than was paid for and is left.",
            {},
            {{"refundable", refundable}}};
}

struct Freight {
    std::int64_t gross = 0;
    std::int64_t tax = 0;
};

Freight freight_of(const Order& order) {
    if (!order.terms.freight) return {order.totals.shipping.amount, 0};
    return {order.terms.freight->total.amount, order.terms.freight->tax.amount};
}

Result<> check(const Order& order, const RefundWish& wish) {
    const auto check_money = [&](const std::optional<Money>& money,
                                 const char* pointer) -> Result<> {
        if (!money) return {};
        if (money->amount <= 0) return bad_refund("An amount", "must be more than 0", pointer);
        if (money->currency != order.totals.total.currency)
            return bad_refund("An amount", "must be in the order's currency",
                              std::string(pointer) + "/currency");
        return {};
    };
    for (const auto& [money, pointer] : {std::pair{&wish.amount, "/amount"},
                                         {&wish.shipping, "/shipping_amount"},
                                         {&wish.restocking_fee, "/restocking_fee"}})
        if (const auto checked = check_money(*money, pointer); !checked) return checked.error();

    const bool of_goods = !wish.lines.empty() || wish.all_shipping || wish.shipping;
    if (wish.amount && (of_goods || wish.restocking_fee))
        return bad_refund("An amount",
                          "must stand alone: without items, shipping and a restocking fee",
                          "/amount");
    if (!wish.amount && !of_goods)
        return bad_refund("A refund", "must have an amount, items or shipping", "");
    if (wish.all_shipping && wish.shipping)
        return bad_refund("A part of the shipping", "must not stand beside all of it",
                          "/shipping_amount");
    return {};
}

Result<RefundedItem> refund_line(const Order& order, const RefundedSoFar& before,
                                 const std::vector<RefundLine>& lines, std::size_t index) {
    const auto& line = lines[index];
    const auto item = std::ranges::find(order.items, line.item_id, &OrderItem::id);
    if (item == order.items.end()) return no_such_item(index);
    const auto same = [&](const RefundLine& other) { return other.item_id == line.item_id; };
    if (std::ranges::count_if(lines, same) > 1)
        return bad_refund("A refund", "must name an item once",
                          "/items/" + std::to_string(index) + "/item_id");
    const auto known = std::ranges::find(before.lines, line.item_id, &RefundedSoFar::Line::item);
    const auto done = known == before.lines.end() ? RefundedSoFar::Line{} : *known;
    if (line.quantity <= 0 || line.quantity > item->quantity - done.quantity)
        return exceeds(item->sku, std::max<std::int64_t>(item->quantity - done.quantity, 0));

    const auto due = [&](const Money& paid, std::int64_t back) {
        const auto so_far = share(paid.amount, done.quantity + line.quantity, item->quantity);
        return std::max<std::int64_t>(so_far - back, 0);
    };
    const payments::Taxed left{item->total.amount - done.gross, item->tax.amount - done.tax};
    auto gross = item->total;
    auto tax = item->tax;
    gross.amount = due(item->total, done.gross);
    tax.amount = tax_of_part(left, gross.amount, due(item->tax, done.tax));
    return RefundedItem{line.item_id, line.quantity, gross, tax};
}

Result<> add_shipping(const Order& order, const RefundedSoFar& before, const RefundWish& wish,
                      RefundAmounts& amounts) {
    const auto paid = freight_of(order);
    const auto left = std::max<std::int64_t>(paid.gross - before.shipping, 0);
    amounts.shipping = wish.shipping ? wish.shipping->amount : wish.all_shipping ? left : 0;
    if (amounts.shipping > left)
        return exceeds("the shipping", Money{left, order.totals.total.currency});
    amounts.shipping_tax = tax_of_part({left, paid.tax - before.shipping_tax}, amounts.shipping);
    return {};
}

}  // namespace

Result<RefundAmounts> refund_amounts(const Order& order, const RefundedSoFar& before,
                                     const RefundWish& wish) {
    if (const auto checked = check(order, wish); !checked) return checked.error();
    RefundAmounts amounts;
    if (wish.amount) {
        amounts.total = *wish.amount;
        return amounts;
    }
    std::int64_t gross = 0;
    std::int64_t tax = 0;
    for (std::size_t index = 0; index < wish.lines.size(); ++index) {
        auto item = refund_line(order, before, wish.lines, index);
        if (!item) return item.error();
        gross += item->amount.amount;
        tax += item->tax.amount;
        amounts.items.push_back(*std::move(item));
    }
    if (const auto added = add_shipping(order, before, wish, amounts); !added) return added.error();
    gross += amounts.shipping;
    tax += amounts.shipping_tax;
    const auto currency = order.totals.total.currency;
    if (gross == 0) return exceeds("this", Money{0, currency});
    if (wish.restocking_fee) amounts.restocking_fee = wish.restocking_fee->amount;
    amounts.total = {gross - amounts.restocking_fee, currency};
    if (amounts.total.amount <= 0)
        return bad_refund("A restocking fee", "must leave something to refund", "/restocking_fee");
    amounts.tax = std::min(tax, amounts.total.amount);
    return amounts;
}

}  // namespace kontor::orders
