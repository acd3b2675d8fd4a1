// Refunds of orders in SQL.
#pragma once

#include "edited_refunds.hpp"
#include "platform/db/database.hpp"
#include "refund_amounts.hpp"

namespace kontor::orders::store {

struct RefundRow {
    payments::RefundId id;  // its uuid is the cause that payments knows it by
    OrderId order_id;
    std::int64_t amount = 0;
    std::int64_t shipping = 0;
    std::int64_t shipping_tax = 0;
    std::int64_t restocking_fee = 0;
    RefundTo destination = RefundTo::original;
    std::string reason;
    std::string actor;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(RefundRow, (),
                      (id, order_id, amount, shipping, shipping_tax, restocking_fee, destination,
                       reason, actor, created_at))

struct RefundItemRow {
    payments::RefundId refund_id;
    OrderItemId item_id;
    std::int64_t quantity = 0;
    std::int64_t gross = 0;
    std::int64_t tax = 0;
};
BOOST_DESCRIBE_STRUCT(RefundItemRow, (), (refund_id, item_id, quantity, gross, tax))

// Of refunds that have not failed.
RefundedSoFar refunded_so_far(platform::Reader& reader, const OrderId& order);
void insert_refund(platform::Tx& tx, const RefundRow& refund,
                   const std::vector<RefundedItem>& items);
// Oldest first.
std::vector<RefundRow> refunds(platform::Reader& reader, const OrderId& order,
                               const std::optional<platform::Time>& until = {});
std::vector<RefundItemRow> refund_items(platform::Reader& reader, const OrderId& order);
// Newest first; of refunds that have not failed.
std::vector<RefundedGoods> refunded_goods(platform::Reader& reader, const OrderId& order);
// What edits have taken out.
std::vector<RefundItemRow> edited_items(platform::Reader& reader, const OrderId& order);
void take_out(platform::Tx& tx, const std::vector<RefundedGoods>& goods);
// One of which nothing went back.
std::optional<RefundRow> failed_refund(platform::Reader& reader, const platform::Uuid& cause);
// It is on its way again, or has arrived: its goods count as refunded.
void clear_failure(platform::Tx& tx, const platform::Uuid& cause);
// Where all of it failed.
void mark_failed(platform::Tx& tx, const platform::Uuid& cause, std::int64_t amount,
                 platform::Time now);

}  // namespace kontor::orders::store
