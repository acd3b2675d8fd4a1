#include "inventory/events.hpp"
#include "money_counting.hpp"
#include "orders/module.hpp"
#include "payments/events.hpp"
#include "refund_store.hpp"
#include "returned_goods.hpp"
#include "shipping/events.hpp"
#include "store.hpp"

#include <algorithm>
#include <map>

namespace kontor::orders {

using platform::Delivery;
using platform::Tx;

namespace {

bool is_over(Status status) {
    return status == Status::cancelled || status == Status::expired;
}

// "2 x MUG-RED, 1 x MUG-BLUE".
std::string awaited(const Order& order, const std::vector<inventory::BackorderedItem>& items) {
    std::string text;
    for (const auto& [variant, quantity] : items) {
        const auto ordered = std::ranges::find(order.items, variant, &OrderItem::variant_id);
        if (ordered == order.items.end()) continue;
        text += (text.empty() ? "" : ", ") + std::to_string(quantity) + " x " + ordered->sku;
    }
    return text;
}

template <class Fact>
void split(const Fact& fact, std::vector<OrderItemId>& items,
           std::vector<std::int64_t>& quantities) {
    for (const auto& item : fact.items) {
        items.push_back(item.item);
        quantities.push_back(item.quantity);
    }
}

// The orders of which money moved, and by whom.
std::map<OrderId, std::string> movers(std::span<const Delivery> deliveries) {
    std::map<OrderId, std::string> found;
    for (const auto& delivery : deliveries) {
        if (delivery.name == payments::PaymentAuthorized::name) {
            found.emplace(delivery.read<payments::PaymentAuthorized>().order, "system");
            continue;
        }
        const auto fact = delivery.read<payments::PaymentCaptured>();
        auto& mover = found[fact.order];
        if (fact.actor || mover.empty()) mover = fact.actor.value_or("system");
    }
    return found;
}

// Payment and fulfilment states follow what other modules tell. An entry has the time at which the
// order knew: what was answered until then does not show it.
class Follower {
public:
    Follower(platform::EventLog& events, const platform::Clock& clock, payments::Payments& payments)
        : events_(events), clock_(clock), payments_(payments), money_(events, clock, payments) {}

    // Nearly all of them concern orders that their purchase places itself.
    void money_moved(Tx& tx, std::span<const Delivery> deliveries) const {
        const auto moved = movers(deliveries);
        std::vector<OrderId> orders;
        for (const auto& [order, mover] : moved) orders.push_back(order);
        for (const auto& order : store::lock_uncounted(tx, orders)) {
            auto row = store::select(tx, order).value();
            if (is_over(row.order.status)) {
                captured_too_late(tx, row);
                continue;
            }
            money_.count(tx, row, moved.at(order));
            money_.settle(tx, row);
        }
    }

    // Of an authorised payment: it is lost.
    void declined(Tx& tx, const payments::PaymentDeclined& fact) const {
        auto row = store::select_for_update(tx, fact.order);
        if (row && row->authorized > 0 && !is_over(row->order.status))
            money_.count(tx, *row, "system");
    }

    // A transfer that did not come. What costs more since it was paid, or has left, stays.
    void overdue(Tx& tx, const payments::PaymentOverdue& fact) const {
        auto row = store::select_for_update(tx, fact.order);
        if (!row || row->order.status != Status::placed) return;
        money_.count(tx, *row, "system");
        const bool is_due = row->order.amount_due.amount > 0;
        if (!is_due || row->told_paid || row->authorized > 0 ||
            has_left(store::progress(tx, fact.order)))
            return;
        const std::string reason = "not_paid_in_time";
        auto& order = row->order;
        order.status = Status::cancelled;
        order.fulfilment_status = FulfilmentState::cancelled;
        order.cancellation_reason = reason;
        store::derive(*row);
        store::update(tx, *row);
        store::append(tx, {store::entry(order, Status::placed, "system", "cancelled", reason)},
                      clock_.now());
        events_.publish(tx, OrderCancelled{order.id, order.checkout, reason, true});
    }

    void refunded(Tx& tx, const payments::PaymentRefunded& fact) const {
        auto row = store::select_for_update(tx, fact.order);
        if (!row) return;
        row->refunded += fact.amount.amount;
        if (fact.cause) store::clear_failure(tx, *fact.cause);
        remember(tx, *row, "system", "refunded", platform::to_text(fact.amount));
    }

    void refund_failed(Tx& tx, const payments::RefundFailed& fact) const {
        auto row = store::select_for_update(tx, fact.order);
        if (!row) return;
        // It may have been sent once more since, which locks the order too.
        const auto refunds = payments_.refunds_of(fact.order);
        const auto refund = std::ranges::find(refunds, fact.refund, &payments::Refund::id);
        const bool still_failed =
            refund != refunds.end() && refund->status == payments::RefundStatus::failed;
        if (fact.cause && still_failed)
            store::mark_failed(tx, *fact.cause, fact.amount.amount, clock_.now());
        remember(tx, *row, "system", "refund_failed",
                 platform::to_text(fact.amount) + ": " + fact.reason);
    }

    void shipped(Tx& tx, const shipping::ShipmentShipped& fact) const {
        auto row = store::select_for_update(tx, fact.order);
        if (!row) return;
        std::vector<OrderItemId> items;
        std::vector<std::int64_t> quantities;
        split(fact, items, quantities);
        store::add_shipped(tx, fact.order, items, quantities);
        row->order.fulfilment_status = fulfilment_state(store::progress(tx, fact.order));
        remember(tx, *row, fact.actor.value_or("staff"), "shipped", fact.tracking_number);
    }

    // Told of the holder of the goods, which is the checkout.
    void backordered(Tx& tx, const inventory::BackorderChanged& fact) const {
        const auto id = store::id_of_checkout(tx, fact.holder.uuid());
        auto row = id ? store::select_for_update(tx, *id) : std::nullopt;
        if (!row || is_over(row->order.status)) return;
        const bool waits = !fact.items.empty();
        if (!store::note_backorder(tx, *id, waits)) return;
        row->order.fulfilment_status = fulfilment_state(store::progress(tx, *id));
        if (waits)
            remember(tx, *row, "system", "backordered", awaited(row->order, fact.items));
        else
            remember(tx, *row, "system", "backorder_filled", {});
    }

    // What had left the house is back, and will be sent once more.
    void shipment_cancelled(Tx& tx, const shipping::ShipmentCancelled& fact) const {
        auto row = fact.was_shipped ? store::select_for_update(tx, fact.order) : std::nullopt;
        if (!row) return;
        std::vector<OrderItemId> items;
        std::vector<std::int64_t> quantities;
        split(fact, items, quantities);
        for (auto& quantity : quantities) quantity = -quantity;
        if (fact.was_delivered) store::mark_delivered(tx, items, quantities);
        store::add_shipped(tx, fact.order, items, quantities);
        row->order.fulfilment_status = fulfilment_state(store::progress(tx, fact.order));
        remember(tx, *row, fact.actor.value_or("staff"), "shipment_cancelled", fact.reason);
    }

    void delivered(Tx& tx, const shipping::ShipmentDelivered& fact) const {
        auto row = store::select_for_update(tx, fact.order);
        if (!row) return;
        auto& order = row->order;
        std::vector<OrderItemId> items;
        std::vector<std::int64_t> quantities;
        split(fact, items, quantities);
        store::mark_delivered(tx, items, quantities);
        order.fulfilment_status = fulfilment_state(store::progress(tx, fact.order));
        remember(tx, *row, fact.actor.value_or("staff"), "delivered", {});
        const auto before = order.status;
        if (before != Status::placed || order.fulfilment_status != FulfilmentState::delivered)
            return;
        order.status = Status::completed;
        store::update(tx, *row);
        store::append(tx, {store::entry(order, before, "system", "completed")}, clock_.now());
        events_.publish(tx, OrderCompleted{fact.order});
    }

private:
    // What changed no status of the order itself.
    void remember(Tx& tx, store::OrderRow& row, const std::string& actor, const std::string& event,
                  const std::optional<std::string>& detail) const {
        store::derive(row);
        store::update(tx, row);
        store::append(tx, {store::entry(row.order, row.order.status, actor, event, detail)},
                      clock_.now());
    }

    // The sums must know it before it goes back.
    void captured_too_late(Tx& tx, store::OrderRow& row) const {
        const auto captured = money_.captured(row.order.id);
        const platform::Money more{captured - row.captured, row.order.totals.total.currency};
        if (more.amount <= 0) return;
        row.captured = captured;
        remember(tx, row, "system", "captured_after_cancellation", platform::to_text(more));
    }

    platform::EventLog& events_;
    const platform::Clock& clock_;
    payments::Payments& payments_;
    MoneyCounting money_;
};

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock,
               payments::Payments& payments) {
    const Follower follower(events, clock, payments);
    platform::Subscription subscription("orders.states", database);
    subscription
        .on_batch<payments::PaymentAuthorized, payments::PaymentCaptured>(
            [follower](Tx& tx, std::span<const Delivery> facts) {
                follower.money_moved(tx, facts);
            })
        .on<payments::PaymentDeclined>([follower](Tx& tx, const payments::PaymentDeclined& fact,
                                                  const Delivery&) { follower.declined(tx, fact); })
        .on<payments::PaymentRefunded>([follower](Tx& tx, const payments::PaymentRefunded& fact,
                                                  const Delivery&) { follower.refunded(tx, fact); })
        .on<payments::PaymentOverdue>([follower](Tx& tx, const payments::PaymentOverdue& fact,
                                                 const Delivery&) { follower.overdue(tx, fact); })
        .on<payments::RefundFailed>(
            [follower](Tx& tx, const payments::RefundFailed& fact, const Delivery&) {
                follower.refund_failed(tx, fact);
            })
        .on<inventory::BackorderChanged>(
            [follower](Tx& tx, const inventory::BackorderChanged& fact, const Delivery&) {
                follower.backordered(tx, fact);
            })
        .on<shipping::ShipmentShipped>([follower](Tx& tx, const shipping::ShipmentShipped& fact,
                                                  const Delivery&) { follower.shipped(tx, fact); })
        .on<shipping::ShipmentCancelled>(
            [follower](Tx& tx, const shipping::ShipmentCancelled& fact, const Delivery&) {
                follower.shipment_cancelled(tx, fact);
            })
        .on<shipping::ShipmentDelivered>(
            [follower](Tx& tx, const shipping::ShipmentDelivered& fact, const Delivery&) {
                follower.delivered(tx, fact);
            });
    follow_returns(subscription, clock);
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::orders
