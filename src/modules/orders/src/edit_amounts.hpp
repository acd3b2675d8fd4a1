// What an edited order costs. Pure.
#pragma once

#include "orders/orders.hpp"

namespace kontor::orders {

// The item with another quantity or price, or just as it is: what its promotions gave shrinks with
// it and never grows, and its taxes are worked out anew with the rates it was sold at.
OrderItem reworked(const OrderItem& item, std::int64_t quantity, const platform::Money& unit_price,
                   pricing::TaxRounding rounding);

// An item as it was just priced.
OrderItem item_of(const pricing::CalculatedLine& line, OrderItem item);

// The order with these items instead of its own: its sums change by what the items do, shipping
// stays.
Order with_items(const Order& order, std::vector<OrderItem> items);

}  // namespace kontor::orders
