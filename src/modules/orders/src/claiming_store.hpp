#pragma once

#include "orders/orders.hpp"
#include "platform/db/database.hpp"

namespace kontor::orders::store {

// What was ordered with this address and belongs to no customer; locked, in the order of the ids.
std::vector<OrderId> lock_orders_of_guest(platform::Tx& tx, const std::string& email);

// The order is the customer's from now on, and no guest token opens it.
void set_customer(platform::Tx& tx, const OrderId& id, const auth::UserId& customer);

}  // namespace kontor::orders::store
