#include "refund_service.hpp"

#include "refusals.hpp"

#include <algorithm>
#include <map>

namespace kontor::orders {

using payments::RefundStatus;
using platform::Commit;
using platform::Money;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

OrderRefund to_refund(const store::RefundRow& row, platform::Currency currency,
                      const std::vector<store::RefundItemRow>& items) {
    OrderRefund refund;
    refund.id = row.id;
    refund.amount = {row.amount, currency};
    refund.to = row.destination;
    refund.reason = row.reason;
    refund.created_at = row.created_at;
    if (row.shipping > 0) {
        refund.shipping = Money{row.shipping, currency};
        refund.shipping_tax = Money{row.shipping_tax, currency};
    }
    if (row.restocking_fee > 0) refund.restocking_fee = Money{row.restocking_fee, currency};
    for (const auto& item : items)
        if (item.refund_id == row.id)
            refund.items.push_back(
                {item.item_id, item.quantity, {item.gross, currency}, {item.tax, currency}});
    return refund;
}

// Money that went back of itself: the order was given up, or became cheaper.
OrderRefund to_refund(const payments::Refund& made) {
    OrderRefund refund;
    refund.id = made.id;
    refund.amount = made.amount;
    refund.status = made.status;
    refund.reason = made.reason;
    refund.created_at = made.created_at;
    if (made.status == RefundStatus::failed) refund.refused = made.amount;
    return refund;
}

// As orders.forget_customer() leaves it: nobody is left who could spend credit.
bool is_forgotten(const Order& order) {
    return order.email == "forgotten@forgotten.invalid";
}

std::optional<Money> refused_of(const platform::Uuid& cause,
                                const std::vector<payments::Refund>& made) {
    std::optional<Money> refused;
    for (const auto& part : made)
        if (part.cause == cause && part.status == RefundStatus::failed)
            refused = refused ? *refused + part.amount : part.amount;
    return refused;
}

RefundStatus status_of(const platform::Uuid& cause, const std::vector<payments::Refund>& made) {
    const auto any = [&](RefundStatus status) {
        return std::ranges::any_of(made, [&](const payments::Refund& refund) {
            return refund.cause == cause && refund.status == status;
        });
    };
    if (any(RefundStatus::failed)) return RefundStatus::failed;
    return any(RefundStatus::pending) ? RefundStatus::pending : RefundStatus::settled;
}

}  // namespace

Result<OrderRefund> RefundService::refund(const OrderId& order, const RefundWish& wish) {
    const auto promised = database_.together(
        [&]() -> Result<OrderRefund> { return promise_refund(order, wish); }, Commit::at_once);
    if (!promised) return promised;
    payments_.send_refunds(order);
    return find(order, wish.cause);
}

Result<OrderRefund> RefundService::promise_refund(const OrderId& order, const RefundWish& wish) {
    const auto request = database_.transact([&](Tx& tx) { return keep(tx, order, wish); });
    if (!request) return request.error();
    if (const auto promised = payments_.promise_refund(*request); !promised)
        return promised.error();
    return find(order, wish.cause);
}

Result<payments::RefundRequest> RefundService::keep(Tx& tx, const OrderId& order,
                                                    const RefundWish& wish) const {
    const auto row = store::select_for_update(tx, order);
    if (!row) return no_such_order();
    payments::RefundRequest request{order, {}, wish.reason, wish.cause};
    request.as_store_credit = wish.to == RefundTo::store_credit;
    if (!is_forgotten(row->order)) request.customer = row->owner.customer;
    const auto kept = store::refunds(tx, order);
    if (std::ranges::find(kept, payments::RefundId(wish.cause), &store::RefundRow::id) !=
        kept.end())
        return request;

    const auto amounts = refund_amounts(row->order, store::refunded_so_far(tx, order), wish);
    if (!amounts) return amounts.error();
    request.amount = amounts->total;
    request.tax = amounts->tax;
    const auto now = clock_.now();
    store::insert_refund(
        tx,
        {payments::RefundId(wish.cause), order, amounts->total.amount, amounts->shipping,
         amounts->shipping_tax, amounts->restocking_fee, wish.to, wish.reason, wish.actor, now},
        amounts->items);
    store::append(tx,
                  {store::entry(row->order, row->order.status, wish.actor, "refund_begun",
                                platform::to_text(amounts->total) + ": " + wish.reason)},
                  now);
    return request;
}

Result<Money> RefundService::quote_refund(const OrderId& order, const RefundWish& wish) {
    return database_.read([&](Reader& reader) -> Result<Money> {
        const auto row = store::select(reader, order);
        if (!row) return no_such_order();
        const auto amounts =
            refund_amounts(row->order, store::refunded_so_far(reader, order), wish);
        if (!amounts) return amounts.error();
        return amounts->total;
    });
}

Result<OrderRefund> RefundService::find(const OrderId& order, const platform::Uuid& cause) {
    for (auto& refund : refunds_of(order, {}))
        if (refund.id.uuid() == cause) return refund;
    return no_such_order();
}

std::vector<OrderRefund> RefundService::refunds_of(const OrderId& order,
                                                   std::optional<platform::Time> at) {
    const auto made = at ? payments_.refunds_at(order, *at) : payments_.refunds_of(order);
    if (made.empty()) return {};
    const auto currency = made.front().amount.currency;
    auto refunds = database_.read([&](Reader& reader) {
        std::vector<OrderRefund> found;
        const auto items = store::refund_items(reader, order);
        for (const auto& row : store::refunds(reader, order, at)) {
            found.push_back(to_refund(row, currency, items));
            found.back().status = status_of(row.id.uuid(), made);
            found.back().refused = refused_of(row.id.uuid(), made);
        }
        return found;
    });
    for (const auto& other : made)
        if (!other.cause || other.reason == OrderEdited::refund_reason)
            refunds.push_back(to_refund(other));
    std::ranges::sort(refunds, {}, [](const OrderRefund& refund) {
        return std::pair(refund.created_at, refund.id);
    });
    return refunds;
}

std::vector<OrderRefund> RefundService::standing_refunds_of(const OrderId& order) {
    auto refunds = refunds_of(order, {});
    const auto edited =
        database_.read([&](Reader& reader) { return store::edited_items(reader, order); });
    for (auto& refund : refunds) {
        const auto currency = refund.amount.currency;
        std::vector<RefundedItem> out;
        for (const auto& item : edited)
            if (item.refund_id == refund.id)
                out.push_back(
                    {item.item_id, item.quantity, {item.gross, currency}, {item.tax, currency}});
        if (!out.empty()) refund = without(std::move(refund), out);
    }
    return refunds;
}

}  // namespace kontor::orders
