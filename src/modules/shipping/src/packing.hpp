// Which goods are in which shipment: pure decisions.
#pragma once

#include "shipping/shipping.hpp"

namespace kontor::shipping {

// What is wanted of what remains, each item once. Refuses shipping.quantity_exceeds_order.
platform::Result<std::vector<ShippedItem>> choose(const std::vector<ShippedItem>& wanted,
                                                  const std::vector<ShippedItem>& remaining);

std::vector<ShippedItem> without(std::vector<ShippedItem> items,
                                 const std::vector<ShippedItem>& taken);

// Whether all that the shipment has is among the items.
bool is_part_of(const Shipment& shipment, const std::vector<ShippedItem>& items);

bool is_open(const Shipment& shipment);
// And is not back.
bool has_left(const Shipment& shipment);
std::int64_t pieces_of(const Shipment& shipment, const orders::OrderItemId& item);

struct Packing {
    std::vector<Shipment> changed;  // with what they have now; nothing: it is needed no more
    std::vector<ShippedItem> rest;  // for a shipment to be made
};

// Has what remains to be sent in open shipments, once: those that staff set aside keep theirs
// first, what is new goes to the first that is pending.
Packing pack(const std::vector<Shipment>& shipments, const std::vector<ShippedItem>& remaining);

}  // namespace kontor::shipping
