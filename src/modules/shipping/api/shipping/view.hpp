#pragma once

#include "shipping/shipping.hpp"

namespace kontor::shipping {

struct ShippedItemView {
    orders::OrderItemId item_id;
    catalog::VariantId variant_id;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(ShippedItemView, (), (item_id, variant_id, quantity))

// The shipment as staff get it, from every route that answers one.
struct ShipmentView {
    ShipmentId id;
    orders::OrderId order_id;
    ShipmentStatus status{};
    std::vector<ShippedItemView> items;
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
    std::optional<platform::Time> shipped_at;
    std::optional<platform::Time> delivered_at;
};
BOOST_DESCRIBE_STRUCT(ShipmentView, (),
                      (id, order_id, status, items, carrier, tracking_number, shipped_at,
                       delivered_at))

ShipmentView view_of(const Shipment& shipment);

}  // namespace kontor::shipping
