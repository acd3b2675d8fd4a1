#include "store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/json_column.hpp"
#include "platform/db/row_count.hpp"

namespace kontor::shipping::store {

using orders::OrderId;
using orders::OrderItemId;
using platform::ColumnOf;
using platform::Reader;
using platform::Tx;

namespace {

struct ShipmentRow {
    ShipmentId id;
    OrderId order;
    ShipmentStatus status = ShipmentStatus::pending;
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
    std::optional<platform::Time> shipped_at;
    std::optional<platform::Time> delivered_at;
    std::vector<OrderItemId> items;
    std::vector<catalog::VariantId> variants;
    std::vector<std::int64_t> quantities;
};
BOOST_DESCRIBE_STRUCT(ShipmentRow, (),
                      (id, order, status, carrier, tracking_number, shipped_at, delivered_at, items,
                       variants, quantities))

struct ShipmentThen {
    ShipmentId id;
    ShipmentStatus status{};
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
};
BOOST_DESCRIBE_STRUCT(ShipmentThen, (), (id, status, carrier, tracking_number))

Shipment to_shipment(const ShipmentRow& row) {
    Shipment shipment{row.id,      row.order,           row.status,     {},
                      row.carrier, row.tracking_number, row.shipped_at, row.delivered_at};
    for (std::size_t index = 0; index < row.items.size(); ++index)
        shipment.items.push_back({row.items[index], row.variants[index], row.quantities[index]});
    return shipment;
}

}  // namespace

void insert_consignment(Tx& tx, const Consignment& consignment, platform::Time now) {
    tx.defer(
        "with made as (insert into shipping.consignment (order_id, checkout, address, created_at)"
        " values ($1, $2, $3, $4) on conflict do nothing returning order_id)"
        " insert into shipping.consignment_item (order_id, item_id, variant_id, quantity)"
        " select order_id, item, variant, quantity from made,"
        " unnest($5::uuid[], $6::uuid[], $7::bigint[]) as line (item, variant, quantity)",
        consignment.order, consignment.checkout, platform::JsonColumn<Address>{consignment.address},
        now, ColumnOf(consignment.items, &ShippedItem::item),
        ColumnOf(consignment.items, &ShippedItem::variant),
        ColumnOf(consignment.items, &ShippedItem::quantity));
}

void insert_pending(Tx& tx, const Consignment& consignment, platform::Time now) {
    tx.defer(
        "with made as (insert into shipping.consignment (order_id, checkout, address, created_at)"
        "  values ($1, $2, $3, $4) on conflict do nothing returning order_id),"
        " line as (select order_id, item, variant, quantity from made,"
        "  unnest($5::uuid[], $6::uuid[], $7::bigint[]) as given (item, variant, quantity)),"
        " ordered as (insert into shipping.consignment_item"
        "  (order_id, item_id, variant_id, quantity) select * from line),"
        " pending as (insert into shipping.shipment (id, order_id, status, created_at)"
        "  select $8::uuid, order_id, 'pending', $4 from made returning id)"
        " insert into shipping.shipment_item (shipment_id, item_id, variant_id, quantity)"
        " select id, item, variant, quantity from pending, line",
        consignment.order, consignment.checkout, platform::JsonColumn<Address>{consignment.address},
        now, ColumnOf(consignment.items, &ShippedItem::item),
        ColumnOf(consignment.items, &ShippedItem::variant),
        ColumnOf(consignment.items, &ShippedItem::quantity), ShipmentId::make());
}

std::optional<LockedConsignment> lock_consignment(Tx& tx, const OrderId& order) {
    return tx.one<LockedConsignment>(
        "select checkout, cancelled from shipping.consignment where order_id = $1 for update",
        order);
}

void call_off(Tx& tx, const OrderId& order, platform::Time now) {
    tx.defer("update shipping.consignment set cancelled = true where order_id = $1", order);
    tx.defer(
        "insert into shipping.shipment_event (shipment, before, after, carrier, tracking_number,"
        " actor, reason, at) select id, status, 'cancelled', carrier, tracking_number, 'system',"
        " 'the order was cancelled', $2 from shipping.shipment"
        " where order_id = $1 and status in ('created', 'pending')",
        order, now);
    tx.defer(
        "update shipping.shipment set status = 'cancelled', cancelled_at = $2"
        " where order_id = $1 and status in ('created', 'pending')",
        order, now);
}

std::vector<ShippedItem> ordered(Reader& reader, const OrderId& order) {
    return reader.all<ShippedItem>(
        "select item_id as item, variant_id as variant, quantity from shipping.consignment_item"
        " where order_id = $1",
        order);
}

std::vector<ShippedItem> remaining(Reader& reader, const OrderId& order) {
    return reader.all<ShippedItem>(
        "select item_id as item, variant_id as variant, (quantity - coalesce(gone, 0))::bigint"
        " as quantity from shipping.consignment_item left join (select item_id,"
        "  sum(quantity) as gone from shipping.shipment s"
        "  join shipping.shipment_item on shipment_id = s.id"
        "  where s.order_id = $1 and status in ('shipped', 'delivered') group by item_id)"
        "  shipped using (item_id)"
        " where order_id = $1 and quantity > coalesce(gone, 0) order by item_id",
        order);
}

void insert_shipment(Tx& tx, const Shipment& shipment, platform::Time now) {
    tx.defer(
        "insert into shipping.shipment (id, order_id, status, carrier, tracking_number,"
        " created_at, shipped_at) values ($1, $2, $3, $4, $5, $6, $7)",
        shipment.id, shipment.order, shipment.status, shipment.carrier, shipment.tracking_number,
        now, shipment.shipped_at);
    replace_items(tx, shipment.id, shipment.items);
}

void replace_items(Tx& tx, const ShipmentId& id, const std::vector<ShippedItem>& items) {
    tx.defer("delete from shipping.shipment_item where shipment_id = $1", id);
    tx.defer(
        "insert into shipping.shipment_item (shipment_id, item_id, variant_id, quantity)"
        " select $1::uuid, item, variant, quantity"
        " from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as line (item, variant, quantity)",
        id, ColumnOf(items, &ShippedItem::item), ColumnOf(items, &ShippedItem::variant),
        ColumnOf(items, &ShippedItem::quantity));
}

void update_shipment(Tx& tx, const Shipment& shipment, platform::Time now) {
    tx.defer(
        "update shipping.shipment set status = $2::text, carrier = $3, tracking_number = $4,"
        " shipped_at = $5, delivered_at = $6,"
        " cancelled_at = case when $2 = 'cancelled' then $7::timestamptz end where id = $1",
        shipment.id, shipment.status, shipment.carrier, shipment.tracking_number,
        shipment.shipped_at, shipment.delivered_at, now);
}

std::optional<OrderId> order_of(Reader& reader, const ShipmentId& id) {
    return reader.one<OrderId>("select order_id from shipping.shipment where id = $1", id);
}

void insert_event(Tx& tx, const Shipment& shipment, const Change& change) {
    tx.defer(
        "insert into shipping.shipment_event (shipment, before, after, carrier, tracking_number,"
        " actor, reason, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        shipment.id, change.before, shipment.status, shipment.carrier, shipment.tracking_number,
        change.actor, change.reason, change.at);
}

void replace_consignment(Tx& tx, const Consignment& consignment) {
    tx.defer("update shipping.consignment set address = $2 where order_id = $1", consignment.order,
             platform::JsonColumn<Address>{consignment.address});
    tx.defer("delete from shipping.consignment_item where order_id = $1", consignment.order);
    tx.defer(
        "insert into shipping.consignment_item (order_id, item_id, variant_id, quantity)"
        " select $1::uuid, * from unnest($2::uuid[], $3::uuid[], $4::bigint[])",
        consignment.order, ColumnOf(consignment.items, &ShippedItem::item),
        ColumnOf(consignment.items, &ShippedItem::variant),
        ColumnOf(consignment.items, &ShippedItem::quantity));
}

std::vector<Entry> history(Reader& reader, const ShipmentId& id) {
    return reader.all<Entry>(
        "select before, after, actor, reason, at from shipping.shipment_event"
        " where shipment = $1 order by id",
        id);
}

std::optional<Address> address_of(Reader& reader, const OrderId& order) {
    auto address = reader.one<platform::JsonColumn<Address>>(
        "select address from shipping.consignment where order_id = $1", order);
    if (!address) return std::nullopt;
    return std::move(address->value);
}

// A shipment that was made before its changes were kept is known by its times.
std::vector<Shipment> shipments_at(Reader& reader, const OrderId& order, platform::Time at) {
    const auto rows = reader.all<ShipmentThen>(
        "select s.id, coalesce(latest.after, later.before, case when cancelled_at <= $2 then"
        "  'cancelled' when delivered_at <= $2 then 'delivered' when shipped_at <= $2 then"
        "  'shipped' when status = 'created' then status else 'pending' end) as status,"
        " case when latest.after is not null then latest.carrier"
        "  when shipped_at <= $2 then s.carrier end as carrier,"
        " case when latest.after is not null then latest.tracking_number"
        "  when shipped_at <= $2 then s.tracking_number end as tracking_number"
        " from shipping.shipment s left join lateral (select * from shipping.shipment_event e"
        "  where e.shipment = s.id and e.at <= $2 order by e.id desc limit 1) latest on true"
        " left join lateral (select * from shipping.shipment_event e"
        "  where e.shipment = s.id and e.at > $2 order by e.id limit 1) later on true"
        " where order_id = $1 and created_at <= $2 order by s.id",
        order, at);
    std::vector<Shipment> shipments;
    for (const auto& row : rows)
        shipments.push_back(
            {row.id, order, row.status, {}, row.carrier, row.tracking_number, {}, {}});
    return shipments;
}

namespace {

constexpr std::string_view shipments_sql =
    "select s.id, s.order_id as \"order\", s.status, s.carrier, s.tracking_number,"
    " s.shipped_at, s.delivered_at, array_agg(i.item_id order by i.item_id) as items,"
    " array_agg(i.variant_id order by i.item_id) as variants,"
    " array_agg(i.quantity order by i.item_id) as quantities from shipping.shipment s"
    " join shipping.shipment_item i on i.shipment_id = s.id";

std::vector<Shipment> to_shipments(const std::vector<ShipmentRow>& rows) {
    std::vector<Shipment> shipments;
    for (const auto& row : rows) shipments.push_back(to_shipment(row));
    return shipments;
}

}  // namespace

std::optional<Shipment> shipment(Reader& reader, const ShipmentId& id) {
    static const auto sql = std::string(shipments_sql) + " where s.id = $1 group by s.id";
    const auto row = reader.one<ShipmentRow>(sql, id);
    if (!row) return std::nullopt;
    return to_shipment(*row);
}

std::vector<Shipment> shipments(Reader& reader, const Filter& filter) {
    static const std::string page =
        "select id from shipping.shipment where ($1::text is null or status = $1)"
        " and ($2::uuid is null or id < $2) order by id desc limit $3";
    static const auto sql = std::string(shipments_sql) + " where s.id in (" + page +
                            ") group by s.id order by s.id desc";
    using platform::db::encode;
    if (platform::counted(reader, page,
                          {encode(filter.status), encode(filter.before), encode(filter.limit)}))
        return {};
    return to_shipments(reader.all<ShipmentRow>(sql, filter.status, filter.before, filter.limit));
}

std::vector<Shipment> shipments_of(Reader& reader, const std::vector<OrderId>& orders) {
    static const auto sql =
        std::string(shipments_sql) + " where s.order_id = any($1) group by s.id order by s.id";
    return to_shipments(reader.all<ShipmentRow>(sql, orders));
}

}  // namespace kontor::shipping::store
