#include "edited_refunds.hpp"

#include "payments/shares.hpp"

#include <algorithm>
#include <map>

namespace kontor::orders {

using payments::next_share;
using payments::share;

namespace {

// Of one item in all its refunds.
struct Refunded {
    std::int64_t quantity = 0;
    std::int64_t gross = 0;
};

Refunded refunded_of(const OrderItemId& item, const std::vector<RefundedGoods>& refunded) {
    Refunded sum;
    for (const auto& goods : refunded)
        if (goods.item_id == item) {
            sum.quantity += goods.quantity;
            sum.gross += goods.gross;
        }
    return sum;
}

Refunded leaving(const Refunded& refunded, const OrderItem& before, const Order& after) {
    const auto kept = std::ranges::find(after.items, before.id, &OrderItem::id);
    if (kept == after.items.end()) return refunded;
    const auto fewer = std::max<std::int64_t>(before.quantity - kept->quantity, 0);
    const auto quantity = std::min(fewer, refunded.quantity);
    const auto stays = share(kept->total.amount, refunded.quantity - quantity, kept->quantity);
    return {quantity, std::max<std::int64_t>(refunded.gross - stays, 0)};
}

}  // namespace

TakenOut take_out(const std::vector<RefundedGoods>& refunded, const Order& before,
                  const Order& after) {
    TakenOut out;
    std::map<payments::RefundId, std::int64_t> edited;
    for (const auto& item : before.items) {
        auto left = leaving(refunded_of(item.id, refunded), item, after);
        for (auto goods : refunded) {
            if (goods.item_id != item.id || (left.quantity == 0 && left.gross == 0)) continue;
            const auto gross = std::min(goods.gross, left.gross);
            goods.quantity = std::min(goods.quantity, left.quantity);
            goods.tax = share(goods.tax, gross, goods.gross);
            goods.gross = gross;
            left.quantity -= goods.quantity;
            left.gross -= gross;
            auto& so_far = edited.emplace(goods.refund_id, goods.edited).first->second;
            out.paid_back += gross - next_share(goods.fee, so_far, gross, goods.whole);
            so_far += gross;
            out.goods.push_back(goods);
        }
    }
    return out;
}

OrderRefund without(OrderRefund refund, const std::vector<RefundedItem>& out) {
    auto whole = refund.shipping ? refund.shipping->amount : 0;
    std::int64_t gross = 0;
    for (const auto& item : refund.items) whole += item.amount.amount;
    for (const auto& gone : out) {
        const auto item = std::ranges::find(refund.items, gone.item_id, &RefundedItem::item_id);
        if (item == refund.items.end()) continue;
        gross += gone.amount.amount;
        item->quantity -= gone.quantity;
        item->amount = item->amount - gone.amount;
        item->tax = item->tax - gone.tax;
    }
    refund.amount.amount -= gross;
    if (refund.restocking_fee) {
        const auto fee = share(refund.restocking_fee->amount, gross, whole);
        refund.restocking_fee->amount -= fee;
        refund.amount.amount += fee;
        if (refund.restocking_fee->amount == 0) refund.restocking_fee.reset();
    }
    std::erase_if(refund.items, [](const RefundedItem& item) { return item.quantity == 0; });
    return refund;
}

}  // namespace kontor::orders
