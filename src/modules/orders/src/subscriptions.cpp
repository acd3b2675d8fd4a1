#include "orders/module.hpp"
#include "payments/events.hpp"
#include "shipping/events.hpp"
#include "store.hpp"

#include <map>

namespace kontor::orders {

using platform::Delivery;
using platform::Tx;

namespace {

// payment_status has one writer: whatever moved money, it is worked out here from the sums.
void refunded(Tx& tx, const payments::PaymentRefunded& fact, const Delivery& delivery) {
    auto row = store::select_for_update(tx, fact.order);
    if (!row) return;
    auto& order = row->order;
    row->refunded += fact.amount.amount;
    order.payment_status =
        payment_state({order.totals.total.amount, 0, row->captured, row->refunded},
                      order.status == Status::cancelled);
    store::update(tx, *row);
    store::append(tx,
                  {{order.id, order.status, order.status, "system", "refunded",
                    platform::to_text(fact.amount)}},
                  delivery.at);
}

// Money for an order that is already cancelled: the sums must know it before it goes back.
void captured_after_cancellation(Tx& tx, const payments::PaymentCaptured& fact, platform::Time at) {
    auto row = store::select_for_update(tx, fact.order);
    if (row->captured != 0) return;
    row->captured = fact.amount.amount;
    row->order.payment_status =
        payment_state({row->order.totals.total.amount, 0, row->captured, row->refunded}, true);
    store::update(tx, *row);
    store::append(tx,
                  {{fact.order, Status::cancelled, Status::cancelled, "system",
                    "captured_after_cancellation", platform::to_text(fact.amount)}},
                  at);
}

// Nearly all of them concern orders that their purchase places itself.
void captured(Tx& tx, std::span<const Delivery> deliveries) {
    std::map<OrderId, const Delivery*> paid;
    for (const auto& delivery : deliveries)
        paid.emplace(delivery.read<payments::PaymentCaptured>().order, &delivery);
    std::vector<OrderId> orders;
    for (const auto& [order, delivery] : paid) orders.push_back(order);
    for (const auto& order : store::lock_cancelled(tx, orders)) {
        const auto& delivery = *paid.at(order);
        captured_after_cancellation(tx, delivery.read<payments::PaymentCaptured>(), delivery.at);
    }
}

template <class Fact>
void split(const Fact& fact, std::vector<OrderItemId>& items,
           std::vector<std::int64_t>& quantities) {
    for (const auto& item : fact.items) {
        items.push_back(item.item);
        quantities.push_back(item.quantity);
    }
}

void shipped(Tx& tx, const shipping::ShipmentShipped& fact, const Delivery& delivery) {
    auto row = store::select_for_update(tx, fact.order);
    if (!row) return;
    std::vector<OrderItemId> items;
    std::vector<std::int64_t> quantities;
    split(fact, items, quantities);
    store::add_shipped(tx, fact.order, items, quantities);
    row->order.fulfilment_status = fulfilment_state(store::progress(tx, fact.order));
    store::update(tx, *row);
    store::append(tx,
                  {{fact.order, row->order.status, row->order.status, "staff", "shipped",
                    fact.tracking_number}},
                  delivery.at);
}

void delivered(Tx& tx, platform::EventLog& events, const shipping::ShipmentDelivered& fact,
               const Delivery& delivery) {
    auto row = store::select_for_update(tx, fact.order);
    if (!row) return;
    auto& order = row->order;
    std::vector<OrderItemId> items;
    std::vector<std::int64_t> quantities;
    split(fact, items, quantities);
    store::mark_delivered(tx, items, quantities);
    order.fulfilment_status = fulfilment_state(store::progress(tx, fact.order));
    const auto before = order.status;
    const bool complete =
        before == Status::placed && order.fulfilment_status == FulfilmentState::delivered;
    if (complete) order.status = Status::completed;
    store::update(tx, *row);
    std::vector<store::History> history{{fact.order, before, before, "staff", "delivered", {}}};
    if (complete) history.push_back({fact.order, before, order.status, "system", "completed", {}});
    store::append(tx, history, delivery.at);
    if (!complete) return;
    events.publish(tx, OrderCompleted{fact.order});
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events) {
    platform::Subscription subscription("orders.states", database);
    subscription.on<payments::PaymentRefunded>(refunded)
        .on_batch<payments::PaymentCaptured>(captured)
        .on<shipping::ShipmentShipped>(shipped)
        .on<shipping::ShipmentDelivered>(
            [&events](Tx& tx, const shipping::ShipmentDelivered& fact, const Delivery& delivery) {
                delivered(tx, events, fact, delivery);
            });
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::orders
