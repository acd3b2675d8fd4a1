#include "orders/events.hpp"
#include "shipping/module.hpp"
#include "states.hpp"
#include "store.hpp"

namespace kontor::shipping {

using platform::Delivery;
using platform::Tx;

namespace {

void prepare(Tx& tx, const orders::OrderPaid& fact, const Delivery& delivery) {
    Consignment consignment{fact.order, fact.checkout, {}, fact.address};
    for (const auto& [item, variant, quantity] : fact.items)
        consignment.items.push_back({item, variant, quantity});
    // Staff may have been faster, and a fact may come twice: the order has its consignment then.
    store::insert_pending(tx, consignment, delivery.at);
}

void cancel(Tx& tx, const orders::OrderCancelled& fact, const Delivery& delivery) {
    if (!store::lock_consignment(tx, fact.order)) return;
    store::cancel_consignment(tx, fact.order);
    for (auto& shipment : store::shipments_of(tx, {fact.order})) {
        if (!check_transition(shipment.status, ShipmentStatus::cancelled)) continue;
        shipment.status = ShipmentStatus::cancelled;
        store::update_shipment(tx, shipment, delivery.at);
    }
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database) {
    platform::Subscription subscription("shipping.shipments", database);
    subscription.on<orders::OrderPaid>(prepare).on<orders::OrderCancelled>(cancel);
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::shipping
