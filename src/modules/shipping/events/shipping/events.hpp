#pragma once

#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"
#include "shipping/ids.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::shipping {

struct ShippedItem {
    orders::OrderItemId item;
    catalog::VariantId variant;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(ShippedItem, (), (item, variant, quantity))

// Left the house. checkout: whose allocation the goods were. actor, here and below: who did it, as
// in the order's timeline; none in facts of before it was added.
struct ShipmentShipped {
    static constexpr std::string_view name = "shipping.shipment_shipped.v1";
    ShipmentId shipment;
    orders::OrderId order;
    platform::Uuid checkout;
    std::vector<ShippedItem> items;
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
    std::optional<std::string> actor{};
};
BOOST_DESCRIBE_STRUCT(ShipmentShipped, (),
                      (shipment, order, checkout, items, carrier, tracking_number, actor))

struct ShipmentDelivered {
    static constexpr std::string_view name = "shipping.shipment_delivered.v1";
    ShipmentId shipment;
    orders::OrderId order;
    std::vector<ShippedItem> items;
    std::optional<std::string> actor{};
};
BOOST_DESCRIBE_STRUCT(ShipmentDelivered, (), (shipment, order, items, actor))

// was_shipped: it had left the house, and its goods are back and allocated as before;
// was_delivered: it was said to have arrived, too.
struct ShipmentCancelled {
    static constexpr std::string_view name = "shipping.shipment_cancelled.v1";
    ShipmentId shipment;
    orders::OrderId order;
    platform::Uuid checkout;
    std::vector<ShippedItem> items;
    bool was_shipped = false;
    std::optional<std::string> reason;
    bool was_delivered = false;
    std::optional<std::string> actor{};
};
BOOST_DESCRIBE_STRUCT(ShipmentCancelled, (),
                      (shipment, order, checkout, items, was_shipped, reason, was_delivered, actor))

}  // namespace kontor::shipping
