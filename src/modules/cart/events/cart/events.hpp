#pragma once

#include "auth/ids.hpp"
#include "cart/ids.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::cart {

struct CartCompleted {
    static constexpr std::string_view name = "cart.cart_completed.v1";
    CartId cart;
    orders::OrderId order;
};
BOOST_DESCRIBE_STRUCT(CartCompleted, (), (cart, order))

// A cart became part of the customer's.
struct CartMerged {
    static constexpr std::string_view name = "cart.cart_merged.v1";
    CartId cart;
    CartId into;
    auth::UserId customer;
};
BOOST_DESCRIBE_STRUCT(CartMerged, (), (cart, into, customer))

struct AbandonedItem {
    catalog::ProductId product;
    catalog::VariantId variant;
    std::string title;
    std::int64_t quantity = 0;
    platform::Money unit_price;
};
BOOST_DESCRIBE_STRUCT(AbandonedItem, (), (product, variant, title, quantity, unit_price))

// Somebody who can be written to has left goods in a cart for a while. Once until they change it
// again; the cart stays as it is.
struct CartAbandoned {
    static constexpr std::string_view name = "cart.cart_abandoned.v1";
    CartId cart;
    std::optional<auth::UserId> customer;
    std::string email;
    std::vector<AbandonedItem> items;
    platform::Time changed_at;  // for the last time
};
BOOST_DESCRIBE_STRUCT(CartAbandoned, (), (cart, customer, email, items, changed_at))

}  // namespace kontor::cart
