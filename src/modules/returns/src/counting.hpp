// How many pieces of an order can come back. Pure.
#pragma once

#include "orders/orders.hpp"
#include "returns/returns.hpp"
#include "shipping/shipping.hpp"

#include <map>

namespace kontor::returns {

// Pieces of a line that left the house.
struct Shipped {
    std::int64_t pieces = 0;
    std::int64_t in_time = 0;             // of these, whose period is not over
    std::optional<platform::Time> until;  // when the last period ends, where one has begun
};

using ShippedByItem = std::map<orders::OrderItemId, Shipped>;

// A period begins when a parcel is delivered.
ShippedByItem shipped_by_item(const std::vector<shipping::Shipment>& shipments,
                              std::chrono::days period, platform::Time now);

// Pieces of a line that are back, or may be on their way.
struct Claimed {
    orders::OrderItemId item;
    std::int64_t pieces = 0;
};
BOOST_DESCRIBE_STRUCT(Claimed, (), (item, pieces))

struct Count {
    ShippedByItem shipped;
    std::vector<Claimed> claimed;
    bool in_time_only = true;
};

// The items as a return keeps them. Refuses returns.nothing_to_return, returns.no_such_item,
// returns.item_twice, returns.quantity_exceeds_shipped, returns.too_late.
platform::Result<std::vector<ReturnItem>> items_of(const orders::Order& order, const Count& count,
                                                   const std::vector<ItemToReturn>& wanted);

}  // namespace kontor::returns
