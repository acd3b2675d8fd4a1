#pragma once

#include "orders/orders.hpp"

namespace kontor::returns {

// Where the customer is: what was fetched was "sent" to an address of the shop.
inline const shipping::Address& address_of_customer(const orders::Order& order) {
    return order.terms.pickup ? order.billing_address : order.shipping_address;
}

}  // namespace kontor::returns
