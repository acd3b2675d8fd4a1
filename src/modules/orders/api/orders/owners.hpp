#pragma once

#include "auth/shopper.hpp"
#include "orders/ids.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

namespace kontor::orders {

// An order that was placed, whatever became of it.
struct PlacedOrder {
    OrderId order;
    std::optional<auth::UserId> customer;  // none: a guest
    platform::Currency currency;
    platform::Time placed_at;
    bool is_cancelled = false;
};
BOOST_DESCRIBE_STRUCT(PlacedOrder, (), (order, customer, currency, placed_at, is_cancelled))

// Whose orders are, for whoever does something for their customers. Thread-safe.
class Owners {
public:
    virtual ~Owners() = default;

    // Refuses orders.no_such_order.
    virtual platform::Result<auth::Shopper> owner_of(const OrderId& order) = 0;
    // By id, after the one given.
    virtual std::vector<PlacedOrder> placed_after(const std::optional<OrderId>& after,
                                                  std::size_t limit) = 0;
};

}  // namespace kontor::orders
