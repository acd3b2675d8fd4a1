#pragma once

#include "orders/orders.hpp"

namespace kontor::orders {

// Orders as they stand, many at once, for whoever writes documents about them. Thread-safe.
class Snapshots {
public:
    virtual ~Snapshots() = default;

    // In one read; those that are not there are left out.
    virtual std::vector<Order> orders_of(const std::vector<OrderId>& ids) = 0;
};

}  // namespace kontor::orders
