#include "refund_retrying.hpp"

#include "refund_store.hpp"
#include "refusals.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::orders {

using payments::RefundRecord;
using payments::RefundStatus;
using platform::Money;
using platform::Result;
using platform::Tx;

namespace {

// The goods and shipping of it that are still in the order: a fee takes nothing from what is left.
RefundWish wish_of(const store::RefundRow& row, const std::vector<store::RefundItemRow>& items,
                   const std::vector<store::RefundItemRow>& edited, platform::Currency currency) {
    RefundWish wish;
    for (const auto& item : items) {
        auto quantity = item.quantity;
        for (const auto& gone : edited)
            if (gone.refund_id == item.refund_id && gone.item_id == item.item_id)
                quantity -= gone.quantity;
        if (item.refund_id == row.id && quantity > 0)
            wish.lines.push_back({item.item_id, quantity});
    }
    if (row.shipping > 0) wish.shipping = Money{row.shipping, currency};
    if (wish.lines.empty() && !wish.shipping) wish.amount = Money{row.amount, currency};
    return wish;
}

}  // namespace

Result<> RefundRetrying::readmit(Tx& tx, const RefundRecord& refund,
                                 const std::string& actor) const {
    const auto row = store::select_for_update(tx, refund.order_id);
    if (!row) return no_such_order();
    const auto made = payments_.refunds_of(refund.order_id);
    const auto part = std::ranges::find(made, refund.id, &payments::Refund::id);
    const auto request = part != made.end() && part->cause ? store::failed_refund(tx, *part->cause)
                                                           : std::optional<store::RefundRow>();
    if (request) {
        const auto wish = wish_of(*request, store::refund_items(tx, refund.order_id),
                                  store::edited_items(tx, refund.order_id), refund.amount.currency);
        const auto amounts =
            refund_amounts(row->order, store::refunded_so_far(tx, refund.order_id), wish);
        if (!amounts) return amounts.error();
        store::clear_failure(tx, request->id.uuid());
    }
    store::append(tx,
                  {store::entry(row->order, row->order.status, actor, "refund_retried",
                                platform::to_text(refund.amount) + ": " + refund.reason)},
                  clock_.now());
    return {};
}

Result<RefundRecord> RefundRetrying::retry(const payments::RefundId& id, const std::string& actor) {
    const auto found = desk_.refund(id);
    if (!found) return found;
    const auto retried = database_.together([&]() -> Result<RefundRecord> {
        if (found->status == RefundStatus::failed) {
            const auto readmitted =
                database_.transact([&](Tx& tx) { return readmit(tx, *found, actor); });
            if (!readmitted) return readmitted.error();
        }
        return desk_.retry(id);
    });
    if (!retried) return retried;
    payments_.send_refunds(found->order_id);
    return desk_.refund(id);
}

}  // namespace kontor::orders
