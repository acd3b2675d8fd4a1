#pragma once

#include "auth/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"

#include <string>

namespace kontor::orders {

// What was ordered as a guest belongs to a customer now; the Guest-Token does not open it any more.
struct OrderClaimed {
    static constexpr std::string_view name = "orders.order_claimed.v1";
    OrderId order;
    auth::UserId customer;
    std::string email;  // that it was ordered with
    std::string guest;  // the hash of the Guest-Token that opened it, or ""
};
BOOST_DESCRIBE_STRUCT(OrderClaimed, (), (order, customer, email, guest))

}  // namespace kontor::orders
