#pragma once

#include "orders/ids.hpp"
#include "platform/core/describe.hpp"

#include <string_view>

namespace kontor::orders {

// Who ordered it is not to be known any more. What was ordered and paid stays.
struct OrderForgotten {
    static constexpr std::string_view name = "orders.order_forgotten.v1";
    OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderForgotten, (), (order))

}  // namespace kontor::orders
