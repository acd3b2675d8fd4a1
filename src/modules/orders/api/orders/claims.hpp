#pragma once

#include "orders/orders.hpp"

namespace kontor::orders {

// Orders of guests that a customer takes over. They are the customer's from then on, and
// OrderClaimed is announced. Every call may be repeated with the effect of once. Thread-safe.
class Claims {
public:
    virtual ~Claims() = default;

    // By a customer who shows the Guest-Token of the order. Refuses orders.no_such_order
    // (not_found), orders.claimed (conflict): another customer's.
    virtual platform::Result<Order> claim(const OrderId& id, const auth::Shopper& shopper) = 0;
    // Whatever guests ordered with this address, which the customer has proved to be theirs.
    // Answers how many.
    virtual std::size_t claim_all(const auth::UserId& customer,
                                  const platform::EmailAddress& email) = 0;
};

}  // namespace kontor::orders
