#pragma once

#include "auth/shopper.hpp"
#include "orders/ids.hpp"
#include "platform/core/result.hpp"

namespace kontor::orders {

// Whose orders are, for whoever does something for their customers. Thread-safe.
class Owners {
public:
    virtual ~Owners() = default;

    // Refuses orders.no_such_order.
    virtual platform::Result<auth::Shopper> owner_of(const OrderId& order) = 0;
};

}  // namespace kontor::orders
