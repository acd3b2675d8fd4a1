// How orders with their items are read, whichever tables they come from.
#pragma once

#include "platform/db/json_column.hpp"
#include "store.hpp"

namespace kontor::orders::store {

// Orders with their items in one statement: what follows names the orders, as o.
inline constexpr std::string_view orders_with_items =
    "select o.id, o.number, o.status, o.payment_status, o.fulfilment_status, o.email, o.currency,"
    " o.subtotal, o.discount, o.shipping, o.tax, o.tax_included, o.total, o.shipping_address,"
    " o.billing_address, o.shipping_option, o.cancellation_reason, o.checkout, o.created_at,"
    " o.customer, o.guest_token_hash, o.captured, o.refunded, o.authorized, o.credited, o.terms,"
    " o.language, o.told_paid, o.told_released,"
    " i.id, i.variant, i.sku, i.title, i.quantity, i.unit_price, i.subtotal, i.discount, i.tax,"
    " i.total, i.product, i.discounts, i.taxes ";

std::vector<OrderRow> read_orders(const platform::db::Rows& rows);

}  // namespace kontor::orders::store
