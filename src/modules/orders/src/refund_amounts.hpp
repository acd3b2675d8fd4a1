// What a refund of an order's goods comes to. Pure.
#pragma once

#include "orders/orders.hpp"
#include "orders/refunds.hpp"

namespace kontor::orders {

struct RefundedSoFar {
    struct Line {
        OrderItemId item;
        std::int64_t quantity = 0;
        std::int64_t gross = 0;
        std::int64_t tax = 0;
    };
    std::vector<Line> lines;
    std::int64_t shipping = 0;
    std::int64_t shipping_tax = 0;
};
BOOST_DESCRIBE_STRUCT(RefundedSoFar::Line, (), (item, quantity, gross, tax))

struct RefundAmounts {
    platform::Money total;
    std::vector<RefundedItem> items;
    std::int64_t shipping = 0;
    std::int64_t shipping_tax = 0;
    std::int64_t restocking_fee = 0;
    std::optional<std::int64_t> tax;  // none: in proportion to what was paid
};

// Refuses orders.bad_refund, orders.no_such_item (invalid), orders.refund_exceeds_order (conflict).
platform::Result<RefundAmounts> refund_amounts(const Order& order, const RefundedSoFar& before,
                                               const RefundWish& wish);

}  // namespace kontor::orders
