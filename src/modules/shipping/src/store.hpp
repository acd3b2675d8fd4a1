#pragma once

#include "platform/db/database.hpp"
#include "shipping/shipping.hpp"

namespace kontor::shipping::store {

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
std::vector<ShippedItem> ordered(platform::Reader& reader, const orders::OrderId& order);
// Not shipped yet, by item.
std::vector<ShippedItem> remaining(platform::Reader& reader, const orders::OrderId& order);

// All deferred.
void insert_shipment(platform::Tx& tx, const Shipment& shipment, platform::Time now);
void replace_items(platform::Tx& tx, const ShipmentId& id, const std::vector<ShippedItem>& items);
void update_shipment(platform::Tx& tx, const Shipment& shipment, platform::Time now);

// What happened to a shipment, which is as it is now.
struct Change {
    ShipmentStatus before{};
    std::string actor;
    std::optional<std::string> reason;
    platform::Time at;
};
void insert_event(platform::Tx& tx, const Shipment& shipment, const Change& change);
// What is ordered now, and where it goes.
void replace_consignment(platform::Tx& tx, const Consignment& consignment);

std::optional<orders::OrderId> order_of(platform::Reader& reader, const ShipmentId& id);
std::optional<Shipment> shipment(platform::Reader& reader, const ShipmentId& id);
std::optional<Address> address_of(platform::Reader& reader, const orders::OrderId& order);

struct Filter {
    std::optional<ShipmentStatus> status;
    std::optional<ShipmentId> before;
    std::size_t limit = 0;
};
// Newest first.
std::vector<Shipment> shipments(platform::Reader& reader, const Filter& filter);

struct Entry {
    ShipmentStatus before{};
    ShipmentStatus after{};
    std::string actor;
    std::optional<std::string> reason;
    platform::Time at;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (before, after, actor, reason, at))
std::vector<Entry> history(platform::Reader& reader, const ShipmentId& id);

std::vector<Shipment> shipments_of(platform::Reader& reader,
                                   const std::vector<orders::OrderId>& orders);
// As they were then, in id, status, carrier and tracking number.
std::vector<Shipment> shipments_at(platform::Reader& reader, const orders::OrderId& order,
                                   platform::Time at);

}  // namespace kontor::shipping::store
