#pragma once

#include "platform/db/database.hpp"
#include "rates.hpp"

namespace kontor::shipping::store {

std::vector<Tariff> tariffs(platform::Reader& reader);

// Deferred; nothing where the order has one already.
void insert_consignment(platform::Tx& tx, const Consignment& consignment, platform::Time now);
// The same with a pending shipment of all its items.
void insert_pending(platform::Tx& tx, const Consignment& consignment, platform::Time now);

struct LockedConsignment {
    platform::Uuid checkout;
    bool cancelled = false;
};
BOOST_DESCRIBE_STRUCT(LockedConsignment, (), (checkout, cancelled))

// The row that serialises what happens to the shipments of an order.
std::optional<LockedConsignment> lock_consignment(platform::Tx& tx, const orders::OrderId& order);
void call_off(platform::Tx& tx, const orders::OrderId& order, platform::Time now);
// Not shipped yet, by item.
std::vector<ShippedItem> remaining(platform::Reader& reader, const orders::OrderId& order);

// All deferred.
void insert_shipment(platform::Tx& tx, const Shipment& shipment, platform::Time now);
void replace_items(platform::Tx& tx, const ShipmentId& id, const std::vector<ShippedItem>& items);
void update_shipment(platform::Tx& tx, const Shipment& shipment, platform::Time now);

std::optional<orders::OrderId> order_of(platform::Reader& reader, const ShipmentId& id);
std::vector<Shipment> shipments_of(platform::Reader& reader,
                                   const std::vector<orders::OrderId>& orders);

}  // namespace kontor::shipping::store
