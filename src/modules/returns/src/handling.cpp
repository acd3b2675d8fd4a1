// Goods that came in, and the money for them.
#include "moving.hpp"
#include "refusals.hpp"
#include "returns/events.hpp"
#include "service.hpp"

#include <algorithm>

namespace kontor::returns {

using platform::Money;
using platform::Result;
using platform::Tx;

namespace {

std::int64_t received(const ReturnItem& item) {
    return item.resaleable + item.damaged;
}

bool is_complete(const Return& counted) {
    return std::ranges::all_of(
        counted.items, [](const ReturnItem& item) { return received(item) == item.quantity; });
}

// Adds the receipt to what was counted before.
Result<> count(Return& counted, const std::vector<CountedItem>& items) {
    if (items.empty())
        return invalid("returns.nothing_received", "Name at least one item that came in.",
                       "/items");
    for (std::size_t index = 0; index < items.size(); ++index) {
        const auto& [id, quantity, condition] = items[index];
        const auto item = std::ranges::find(counted.items, id, &ReturnItem::item_id);
        if (item == counted.items.end())
            return invalid("returns.no_such_item", "The return has no such item.",
                           at("items", index, "item_id"));
        const auto expected = item->quantity - received(*item);
        if (quantity > expected) {
            auto error = conflict("returns.quantity_exceeds_requested",
                                  "No more than " + std::to_string(expected) + " of " + item->sku +
                                      " is still expected.",
                                  at("items", index, "quantity"));
            error.details.emplace_back("expected", expected);
            return error;
        }
        (condition == Condition::damaged ? item->damaged : item->resaleable) += quantity;
    }
    return {};
}

ReturnReceived received_fact(const Return& counted, const store::Parcel& parcel) {
    const auto& receipt = parcel.receipt;
    ReturnReceived fact{counted.id, counted.order_id,    parcel.id, parcel.actor, {},
                        {},         is_complete(counted)};
    if (receipt.location) fact.location = receipt.location->value();
    for (const auto& [item_id, quantity, condition] : receipt.items) {
        const auto item = std::ranges::find(counted.items, item_id, &ReturnItem::item_id);
        fact.items.push_back({item_id, item->variant_id, quantity, condition});
    }
    return fact;
}

// Which of the received pieces are paid back.
Result<std::vector<orders::RefundLine>> lines_of(const Return& settled,
                                                 const Settlement& settlement) {
    std::vector<orders::RefundLine> lines;
    if (!settlement.items) {
        for (const auto& item : settled.items)
            if (received(item) > 0) lines.push_back({item.item_id, received(item)});
        return lines;
    }
    for (std::size_t index = 0; index < settlement.items->size(); ++index) {
        const auto& [id, quantity] = (*settlement.items)[index];
        const auto item = std::ranges::find(settled.items, id, &ReturnItem::item_id);
        if (item == settled.items.end())
            return invalid("returns.no_such_item", "The return has no such item.",
                           at("items", index, "item_id"));
        if (std::ranges::find(lines, id, &orders::RefundLine::item_id) != lines.end())
            return invalid("returns.item_twice", "Name an item once, with all its pieces.",
                           at("items", index, "item_id"));
        if (quantity > received(*item)) {
            auto error = conflict("returns.quantity_exceeds_received",
                                  "Of " + item->sku + " no more than " +
                                      std::to_string(received(*item)) + " came back.",
                                  at("items", index, "quantity"));
            error.details.emplace_back("refundable", received(*item));
            return error;
        }
        lines.push_back({id, quantity});
    }
    return lines;
}

orders::RefundTo destination(const Return& settled, const Settlement& settlement) {
    const bool as_credit =
        settlement.to ? *settlement.to == RefundTo::store_credit : settled.wish != Wish::refund;
    return as_credit ? orders::RefundTo::store_credit : orders::RefundTo::original;
}

Result<orders::RefundWish> wish_of(const Return& settled, const Settlement& settlement) {
    auto lines = lines_of(settled, settlement);
    if (!lines) return lines.error();
    orders::RefundWish wish;
    wish.lines = *std::move(lines);
    wish.all_shipping = settlement.shipping.value_or(false);
    wish.shipping = settlement.shipping_amount;
    wish.restocking_fee = settlement.restocking_fee;
    wish.to = destination(settled, settlement);
    wish.reason = "return";
    wish.cause = settled.id.uuid();
    return wish;
}

// Goods may have cost nothing, and then nothing is paid back for them.
bool is_worth_nothing(const orders::Order& order, const orders::RefundWish& wish) {
    if (wish.all_shipping || wish.shipping) return false;
    return std::ranges::all_of(wish.lines, [&](const orders::RefundLine& line) {
        const auto item = std::ranges::find(order.items, line.item_id, &orders::OrderItem::id);
        return item != order.items.end() && item->total.amount == 0;
    });
}

}  // namespace

Result<Return> Service::receive(const ReturnId& id, const std::string& actor,
                                const Receipt& receipt) {
    if (receipt.location && !upstream_.locations.find(receipt.location->value()))
        return invalid("returns.no_such_location",
                       "There is no location " + receipt.location->value() + ".", "/location");
    return database_.transact([&](Tx& tx) -> Result<Return> {
        auto row = open(tx, id, Status::received);
        if (!row) return row;
        if (const auto counted = count(*row, receipt.items); !counted) return counted.error();
        const auto to = is_complete(*row) ? Status::received : Status::partially_received;
        const store::Parcel parcel{ReceiptId::make(), receipt, actor, clock_.now()};
        store::keep(tx, *row, parcel);
        events_.publish(tx, received_fact(*row, parcel));
        return moved(tx, *std::move(row), to, {parcel.at, actor});
    });
}

Result<Return> Service::refund(const ReturnId& id, const std::string& actor,
                               const Settlement& settlement) {
    auto settled = settle(id, actor, settlement);
    // Nobody to credit: who wished for it is a guest.
    if (!settled && !settlement.to && settled.error().code == "payments.no_store_credit") {
        auto to_where_it_came_from = settlement;
        to_where_it_came_from.to = RefundTo::original;
        settled = settle(id, actor, to_where_it_came_from);
    }
    if (settled) upstream_.payments.send_refunds(settled->order_id);
    return settled;
}

Result<Return> Service::settle(const ReturnId& id, const std::string& actor,
                               const Settlement& settlement) {
    return database_.together([&]() -> Result<Return> {
        const auto found =
            database_.transact([&](Tx& tx) { return open(tx, id, Status::refunded); });
        if (!found) return found;
        auto wish = wish_of(*found, settlement);
        if (!wish) return wish.error();
        wish->actor = actor;
        const auto paid = promise(*found, *wish);
        if (!paid) return paid.error();
        return settle(*found, *wish, *paid);
    });
}

Result<Money> Service::promise(const Return& settled, const orders::RefundWish& wish) {
    const auto order = upstream_.orders.order(settled.order_id, std::nullopt);
    if (!order) return order.error();
    if (is_worth_nothing(*order, wish)) return Money{0, order->totals.total.currency};
    const auto refund = upstream_.refunds.promise_refund(settled.order_id, wish);
    if (!refund) return refund.error();
    return refund->amount;
}

Return Service::settle(Return settled, const orders::RefundWish& wish, const Money& paid) {
    settled.refunded = paid;
    settled.as_store_credit = wish.to == orders::RefundTo::store_credit;
    return database_.transact([&](Tx& tx) {
        events_.publish(tx, ReturnRefunded{settled.id, settled.order_id, wish.actor, paid,
                                           settled.as_store_credit});
        return moved(tx, settled, Status::refunded, {clock_.now(), wish.actor});
    });
}

}  // namespace kontor::returns
