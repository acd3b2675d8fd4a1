#include "catalog/events.hpp"
#include "holds.hpp"
#include "inventory/module.hpp"
#include "orders/events.hpp"
#include "returns.hpp"
#include "returns/events.hpp"
#include "shipping/events.hpp"
#include "stock.hpp"
#include "store.hpp"

namespace kontor::inventory {

using platform::Delivery;
using platform::Tx;

namespace {

std::vector<Quantity> quantities(const std::vector<shipping::ShippedItem>& items) {
    std::vector<Quantity> shipped;
    for (const auto& item : items) shipped.push_back({item.variant, item.quantity});
    return shipped;
}

std::vector<ReturnedItem> taken_back(const std::vector<returns::ReturnReceivedItem>& items) {
    std::vector<ReturnedItem> taken;
    for (const auto& item : items)
        taken.push_back({item.variant, item.quantity,
                         item.condition == returns::Condition::damaged ? Condition::damaged
                                                                       : Condition::resaleable});
    return taken;
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock, const Config& config) {
    const Herald herald{events, config.low_stock_threshold};
    platform::Subscription variants("inventory.variants", database);
    variants.on_batch<catalog::VariantAdded>(
        [herald, &clock](Tx& tx, std::span<const Delivery> deliveries) {
            std::vector<NewItem> items;
            for (const auto& delivery : deliveries) {
                auto added = delivery.read<catalog::VariantAdded>();
                items.push_back({added.variant, std::move(added.sku), added.initial_stock});
            }
            introduce_items(tx, herald, items, clock.now());
        });
    dispatcher.add(std::move(variants));

    platform::Subscription holds("inventory.holds", database);
    holds.on<orders::OrderCancelled>(
        [herald, &clock](Tx& tx, const orders::OrderCancelled& cancelled, const Delivery&) {
            // What an order that was never placed had reserved is its checkout's to release: by
            // now the checkout may hold the goods for the next attempt.
            if (cancelled.was_placed) Holds(tx, herald, clock.now()).deallocate(cancelled.checkout);
        });
    holds.on<shipping::ShipmentShipped>([herald, &clock](Tx& tx,
                                                         const shipping::ShipmentShipped& shipment,
                                                         const Delivery& delivery) {
        // What left the house left it once, however often that is told.
        if (!delivery.replayed)
            Holds(tx, herald, clock.now()).ship(shipment.checkout, quantities(shipment.items));
    });
    holds.on<shipping::ShipmentCancelled>([herald, &clock](
                                              Tx& tx, const shipping::ShipmentCancelled& shipment,
                                              const Delivery& delivery) {
        if (shipment.was_shipped && !delivery.replayed)
            Holds(tx, herald, clock.now()).unship(shipment.checkout, quantities(shipment.items));
    });
    holds.on<returns::ReturnReceived>(
        [herald, &clock](Tx& tx, const returns::ReturnReceived& fact, const Delivery&) {
            // The location may have been given up since; the goods lie somewhere all the same.
            const bool is_there = !fact.location || store::location(tx, fact.location);
            take_back(tx, herald, fact.receipt.uuid(), taken_back(fact.items),
                      is_there ? fact.location : std::nullopt, clock.now())
                .value();
        });
    dispatcher.add(std::move(holds));
}

}  // namespace kontor::inventory
