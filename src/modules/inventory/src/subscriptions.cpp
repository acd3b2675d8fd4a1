#include "catalog/events.hpp"
#include "holds.hpp"
#include "inventory/module.hpp"
#include "orders/events.hpp"
#include "shipping/events.hpp"
#include "stock.hpp"

namespace kontor::inventory {

using platform::Delivery;
using platform::Tx;

namespace {

std::vector<Quantity> quantities(const std::vector<shipping::ShippedItem>& items) {
    std::vector<Quantity> shipped;
    for (const auto& item : items) shipped.push_back({item.variant, item.quantity});
    return shipped;
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock) {
    platform::Subscription variants("inventory.variants", database);
    variants.on_batch<catalog::VariantAdded>([&](Tx& tx, std::span<const Delivery> deliveries) {
        std::vector<NewItem> items;
        for (const auto& delivery : deliveries) {
            auto added = delivery.read<catalog::VariantAdded>();
            items.push_back({added.variant, std::move(added.sku), added.initial_stock});
        }
        introduce_items(tx, events, items, clock.now());
    });
    dispatcher.add(std::move(variants));

    platform::Subscription holds("inventory.holds", database);
    holds.on<orders::OrderCancelled>(
        [&](Tx& tx, const orders::OrderCancelled& cancelled, const Delivery&) {
            // What an order that was never placed had reserved is its checkout's to release: by
            // now the checkout may hold the goods for the next attempt.
            if (cancelled.was_placed) Holds(tx, events, clock.now()).deallocate(cancelled.checkout);
        });
    holds.on<shipping::ShipmentShipped>(
        [&](Tx& tx, const shipping::ShipmentShipped& shipment, const Delivery& delivery) {
            // What left the house left it once, however often that is told.
            if (!delivery.replayed)
                Holds(tx, events, clock.now()).ship(shipment.checkout, quantities(shipment.items));
        });
    dispatcher.add(std::move(holds));
}

}  // namespace kontor::inventory
