// What is announced of an order.
#pragma once

#include "orders/orders.hpp"

namespace kontor::orders {

std::vector<OrderedItem> ordered_items(const Order& order);
OrderPaid paid_fact(const Order& order);
OrderReleased released_fact(const Order& order);

}  // namespace kontor::orders
