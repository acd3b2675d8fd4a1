#pragma once

#include "auth/ids.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "shipping/address.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::orders {

struct OrderedItem {
    OrderItemId item;
    catalog::VariantId variant;
    std::int64_t quantity = 0;
    std::optional<catalog::ProductId> product{};  // none in facts of before it was added
};
BOOST_DESCRIBE_STRUCT(OrderedItem, (), (item, variant, quantity, product))

// Pending became placed: the purchase is binding.
struct OrderPlaced {
    static constexpr std::string_view name = "orders.order_placed.v1";
    OrderId order;
    std::string number;
    std::string email;
    platform::Money total;
    std::vector<OrderedItem> items;
    std::optional<auth::UserId> customer{};  // none: a guest
    std::optional<std::string> guest{};      // the hash of the Guest-Token that opens the order
};
BOOST_DESCRIBE_STRUCT(OrderPlaced, (), (order, number, email, total, items, customer, guest))

// Nothing more is owed.
struct OrderPaid {
    static constexpr std::string_view name = "orders.order_paid.v1";
    OrderId order;
    platform::Uuid checkout;
    std::vector<OrderedItem> items;
    shipping::Address address;
};
BOOST_DESCRIBE_STRUCT(OrderPaid, (), (order, checkout, items, address))

struct OrderCancelled {
    static constexpr std::string_view name = "orders.order_cancelled.v1";
    OrderId order;
    platform::Uuid checkout;
    std::string reason;
    bool was_placed = false;
};
BOOST_DESCRIBE_STRUCT(OrderCancelled, (), (order, checkout, reason, was_placed))

// Everything shipped and delivered.
struct OrderCompleted {
    static constexpr std::string_view name = "orders.order_completed.v1";
    OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderCompleted, (), (order))

}  // namespace kontor::orders
