#include "refund_store.hpp"

#include "platform/db/column_of.hpp"

namespace kontor::orders::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Tx;

namespace {

struct ShippingSums {
    std::int64_t amount = 0;
    std::int64_t tax = 0;
};
BOOST_DESCRIBE_STRUCT(ShippingSums, (), (amount, tax))

}  // namespace

RefundedSoFar refunded_so_far(Reader& reader, const OrderId& order) {
    RefundedSoFar before;
    before.lines = reader.all<RefundedSoFar::Line>(
        "select item_id as item, sum(quantity - edited_quantity)::bigint as quantity,"
        " sum(gross - edited_gross)::bigint as gross, sum(i.tax - edited_tax)::bigint as tax"
        " from orders.refund_item i"
        " join orders.refund r on r.id = i.refund_id"
        " where r.order_id = $1 and r.failed_at is null group by item_id",
        order);
    const auto shipping = *reader.one<ShippingSums>(
        "select coalesce(sum(shipping), 0)::bigint as amount,"
        " coalesce(sum(shipping_tax), 0)::bigint as tax"
        " from orders.refund where order_id = $1 and failed_at is null",
        order);
    before.shipping = shipping.amount;
    before.shipping_tax = shipping.tax;
    return before;
}

void insert_refund(Tx& tx, const RefundRow& refund, const std::vector<RefundedItem>& items) {
    tx.defer(
        "insert into orders.refund (id, order_id, amount, shipping, shipping_tax, restocking_fee,"
        " destination, reason, actor, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        refund.id, refund.order_id, refund.amount, refund.shipping, refund.shipping_tax,
        refund.restocking_fee, refund.destination, refund.reason, refund.actor, refund.created_at);
    std::vector<OrderItemId> ids;
    std::vector<std::int64_t> quantities, gross, taxes;
    for (const auto& item : items) {
        ids.push_back(item.item_id);
        quantities.push_back(item.quantity);
        gross.push_back(item.amount.amount);
        taxes.push_back(item.tax.amount);
    }
    tx.defer(
        "insert into orders.refund_item (refund_id, item_id, quantity, gross, tax)"
        " select $1, * from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[])",
        refund.id, ids, quantities, gross, taxes);
}

#define REFUND                                                                                  \
    "select id, order_id, amount, shipping, shipping_tax, restocking_fee, destination, reason," \
    " actor, created_at from orders.refund "

std::vector<RefundRow> refunds(Reader& reader, const OrderId& order,
                               const std::optional<platform::Time>& until) {
    return reader.all<RefundRow>(
        REFUND
        "where order_id = $1 and ($2::timestamptz is null or created_at <= $2)"
        " order by created_at, id",
        order, until);
}

std::vector<RefundItemRow> refund_items(Reader& reader, const OrderId& order) {
    return reader.all<RefundItemRow>(
        "select i.refund_id, i.item_id, i.quantity, i.gross, i.tax from orders.refund_item i"
        " join orders.refund r on r.id = i.refund_id where r.order_id = $1"
        " order by i.refund_id, i.item_id",
        order);
}

std::vector<RefundedGoods> refunded_goods(Reader& reader, const OrderId& order) {
    return reader.all<RefundedGoods>(
        "select i.refund_id, i.item_id, i.quantity - i.edited_quantity as quantity,"
        " i.gross - i.edited_gross as gross, i.tax - i.edited_tax as tax, r.restocking_fee as fee,"
        " (r.shipping + sum(i.gross) over parts)::bigint as whole,"
        " (sum(i.edited_gross) over parts)::bigint as edited"
        " from orders.refund_item i join orders.refund r on r.id = i.refund_id"
        " where r.order_id = $1 and r.failed_at is null"
        " window parts as (partition by i.refund_id)"
        " order by r.created_at desc, r.id desc, i.item_id",
        order);
}

std::vector<RefundItemRow> edited_items(Reader& reader, const OrderId& order) {
    return reader.all<RefundItemRow>(
        "select i.refund_id, i.item_id, i.edited_quantity as quantity, i.edited_gross as gross,"
        " i.edited_tax as tax from orders.refund_item i"
        " join orders.refund r on r.id = i.refund_id"
        " where r.order_id = $1 and (i.edited_quantity > 0 or i.edited_gross > 0)",
        order);
}

void take_out(Tx& tx, const std::vector<RefundedGoods>& goods) {
    if (goods.empty()) return;
    tx.defer(
        "update orders.refund_item i set edited_quantity = i.edited_quantity + gone.quantity,"
        " edited_gross = i.edited_gross + gone.gross, edited_tax = i.edited_tax + gone.tax"
        " from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[])"
        "  as gone (refund_id, item_id, quantity, gross, tax)"
        " where i.refund_id = gone.refund_id and i.item_id = gone.item_id",
        ColumnOf(goods, &RefundedGoods::refund_id), ColumnOf(goods, &RefundedGoods::item_id),
        ColumnOf(goods, &RefundedGoods::quantity), ColumnOf(goods, &RefundedGoods::gross),
        ColumnOf(goods, &RefundedGoods::tax));
}

std::optional<RefundRow> failed_refund(Reader& reader, const platform::Uuid& cause) {
    return reader.one<RefundRow>(REFUND "where id = $1 and failed_at is not null", cause);
}

void clear_failure(Tx& tx, const platform::Uuid& cause) {
    tx.defer("update orders.refund set failed_at = null where id = $1", cause);
}

void mark_failed(Tx& tx, const platform::Uuid& cause, std::int64_t amount, platform::Time now) {
    tx.defer("update orders.refund set failed_at = $3 where id = $1 and amount = $2", cause, amount,
             now);
}

}  // namespace kontor::orders::store
