#pragma once

#include "cart/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"

namespace kontor::cart {

struct CartCompleted {
    static constexpr std::string_view name = "cart.cart_completed.v1";
    CartId cart;
    orders::OrderId order;
};
BOOST_DESCRIBE_STRUCT(CartCompleted, (), (cart, order))

}  // namespace kontor::cart
