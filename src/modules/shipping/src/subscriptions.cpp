#include "orders/events.hpp"
#include "shipping/module.hpp"
#include "store.hpp"

namespace kontor::shipping {

using platform::Delivery;
using platform::Tx;

namespace {

void prepare(Tx& tx, const orders::OrderPaid& fact, const Delivery& delivery) {
    Consignment consignment{fact.order, fact.checkout, {}, fact.address};
    for (const auto& ordered : fact.items)
        consignment.items.push_back({ordered.item, ordered.variant, ordered.quantity});
    // Staff may have been faster, and a fact may come twice: the order has its consignment then.
    store::insert_pending(tx, consignment, delivery.at);
}

void cancel(Tx& tx, const orders::OrderCancelled& fact, const Delivery& delivery) {
    if (store::lock_consignment(tx, fact.order)) store::call_off(tx, fact.order, delivery.at);
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database) {
    platform::Subscription subscription("shipping.shipments", database);
    subscription.on<orders::OrderPaid>(prepare).on<orders::OrderCancelled>(cancel);
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::shipping
