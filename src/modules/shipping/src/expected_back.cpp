#include "expected_back.hpp"

#include "platform/db/column_of.hpp"

namespace kontor::shipping::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Tx;

void expect_back(Tx& tx, const platform::Uuid& id, const orders::OrderId& order,
                 const std::vector<ShippedItem>& items) {
    tx.defer(
        "insert into shipping.expected_back (return_id, order_id, item_id, quantity)"
        " select $1::uuid, $2::uuid, item, quantity"
        " from unnest($3::uuid[], $4::bigint[]) as line (item, quantity) on conflict do nothing",
        id, order, ColumnOf(items, &ShippedItem::item), ColumnOf(items, &ShippedItem::quantity));
}

void count_back(Tx& tx, const platform::Uuid& id, const std::vector<ShippedItem>& items) {
    tx.defer(
        "update shipping.expected_back e set received = e.received + line.quantity"
        " from (select item, sum(quantity) as quantity"
        "  from unnest($2::uuid[], $3::bigint[]) as part (item, quantity) group by item) line"
        " where e.return_id = $1 and e.item_id = line.item",
        id, ColumnOf(items, &ShippedItem::item), ColumnOf(items, &ShippedItem::quantity));
}

void expect_no_more(Tx& tx, const platform::Uuid& id) {
    tx.defer("delete from shipping.expected_back where return_id = $1 and received = 0", id);
    tx.defer("update shipping.expected_back set quantity = received where return_id = $1", id);
}

std::vector<ShippedItem> expected_back(Reader& reader, const orders::OrderId& order) {
    return reader.all<ShippedItem>(
        "select e.item_id as item, c.variant_id as variant, sum(e.quantity)::bigint as quantity"
        " from shipping.expected_back e"
        " join shipping.consignment_item c using (order_id, item_id)"
        " where order_id = $1 group by e.item_id, c.variant_id",
        order);
}

}  // namespace kontor::shipping::store
