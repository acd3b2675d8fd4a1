#include "store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/json_column.hpp"
#include "platform/db/row_count.hpp"

#include <algorithm>

namespace kontor::returns::store {

using orders::OrderId;
using platform::ColumnOf;
using Label = platform::JsonColumn<shipping::ReturnLabel>;
using Replacements = platform::JsonColumn<std::vector<Replacement>>;

namespace {

struct ReturnRow {
    ReturnId id;
    OrderId order_id;
    std::string order_number;
    Status status{};
    Wish wish{};
    std::optional<std::string> comment;
    Replacements replacement;
    std::optional<std::string> rejection_reason;
    platform::Currency currency;
    std::optional<std::int64_t> refunded;
    bool as_store_credit = false;
    std::optional<OrderId> exchange_order;
    platform::Time created_at;
    std::optional<Label> label;
};
BOOST_DESCRIBE_STRUCT(ReturnRow, (),
                      (id, order_id, order_number, status, wish, comment, replacement,
                       rejection_reason, currency, refunded, as_store_credit, exchange_order,
                       created_at, label))

struct ItemRow {
    ReturnId return_id;
    ReturnItem item;
};
BOOST_DESCRIBE_STRUCT(ItemRow, (), (return_id, item))

#define RETURN                                                                                   \
    "select id, order_id, order_number, status, wish, comment, replacement,"                     \
    " rejection_reason, currency, refunded, as_store_credit, exchange_order, created_at, label " \
    "from"                                                                                       \
    " returns.return "

Return return_of(ReturnRow row) {
    Return made;
    made.id = row.id;
    made.order_id = row.order_id;
    made.order_number = std::move(row.order_number);
    made.status = row.status;
    made.wish = row.wish;
    made.comment = std::move(row.comment);
    made.replacement = std::move(row.replacement.value);
    made.rejection_reason = std::move(row.rejection_reason);
    if (row.refunded) made.refunded = platform::Money{*row.refunded, row.currency};
    made.as_store_credit = row.as_store_credit;
    made.exchange_order_id = row.exchange_order;
    made.created_at = row.created_at;
    if (row.label) made.label = std::move(row.label->value);
    return made;
}

std::vector<Return> with_items(Reader& reader, std::vector<ReturnRow> rows) {
    std::vector<Return> found;
    for (auto& row : rows) found.push_back(return_of(std::move(row)));
    for (auto& [id, item] : reader.all<ItemRow>(
             "select return_id, item_id as item_item_id, variant_id as item_variant_id,"
             " sku as item_sku, title as item_title, quantity as item_quantity,"
             " reason as item_reason, resaleable as item_resaleable, damaged as item_damaged"
             " from returns.item where return_id = any($1) order by return_id, position",
             ColumnOf(found, &Return::id)))
        std::ranges::find(found, id, &Return::id)->items.push_back(std::move(item));
    return found;
}

std::optional<Return> only(std::vector<Return> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

void lock_order(Tx& tx, const OrderId& order) {
    tx.defer("insert into returns.customer_order (id) values ($1) on conflict do nothing", order);
    tx.defer("select from returns.customer_order where id = $1 for update", order);
}

std::vector<Claimed> claimed(Reader& reader, const OrderId& order) {
    return reader.all<Claimed>(
        "select i.item_id as item, sum(case r.status when 'refunded' then i.resaleable + i.damaged"
        " else i.quantity end)::bigint as pieces"
        " from returns.return r join returns.item i on i.return_id = r.id"
        " where r.order_id = $1 and r.status not in ('rejected', 'cancelled') group by i.item_id",
        order);
}

void insert(Tx& tx, const Return& made, platform::Currency currency, const auth::Shopper& shopper) {
    tx.defer(
        "insert into returns.return (id, order_id, order_number, status, wish, comment,"
        " replacement, currency, created_at, customer, guest_token_hash)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        made.id, made.order_id, made.order_number, made.status, made.wish, made.comment,
        Replacements{made.replacement}, currency, made.created_at, shopper.customer,
        shopper.guest());
    tx.defer(
        "insert into returns.item (return_id, position, item_id, variant_id, sku, title, quantity,"
        " reason) select $1, position, item, variant, sku, title, quantity, reason"
        " from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[])"
        " with ordinality as item (item, variant, sku, title, quantity, reason, position)",
        made.id, ColumnOf(made.items, &ReturnItem::item_id),
        ColumnOf(made.items, &ReturnItem::variant_id), ColumnOf(made.items, &ReturnItem::sku),
        ColumnOf(made.items, &ReturnItem::title), ColumnOf(made.items, &ReturnItem::quantity),
        ColumnOf(made.items, &ReturnItem::reason));
}

std::optional<Return> select(Reader& reader, const ReturnId& id) {
    return only(with_items(reader, reader.all<ReturnRow>(RETURN "where id = $1", id)));
}

std::optional<Return> select_for_update(Tx& tx, const ReturnId& id) {
    return only(with_items(tx, tx.all<ReturnRow>(RETURN "where id = $1 for update", id)));
}

std::vector<Return> select_page(Reader& reader, const ReturnFilter& filter) {
    // A text of its own for customers, so that their index is used.
    const std::string_view sql =
        filter.customer ? RETURN
            "where ($1::text is null or status = $1) and ($2::uuid is null or order_id = $2)"
            " and ($3::uuid is null or id < $3) and customer = $5"
            " order by id desc limit $4"
                        : RETURN
            "where ($1::text is null or status = $1) and ($2::uuid is null or order_id = $2)"
            " and ($3::uuid is null or id < $3) and $5::uuid is null"
            " order by id desc limit $4";
    return with_items(
        reader, platform::listed<ReturnRow>(reader, sql, filter.status, filter.order, filter.after,
                                            filter.limit, filter.customer));
}

void update(Tx& tx, const Return& changed) {
    std::optional<std::int64_t> refunded;
    if (changed.refunded) refunded = changed.refunded->amount;
    tx.defer(
        "update returns.return set status = $2, rejection_reason = $3, refunded = $4,"
        " as_store_credit = $5, exchange_order = $6 where id = $1",
        changed.id, changed.status, changed.rejection_reason, refunded, changed.as_store_credit,
        changed.exchange_order_id);
}

void keep_label(Tx& tx, const ReturnId& id, const shipping::ReturnLabel& label) {
    tx.defer("update returns.return set label = $2 where id = $1", id, Label{label});
}

void keep(Tx& tx, const Return& counted, const Parcel& parcel) {
    const auto& [id, receipt, actor, at] = parcel;
    tx.defer(
        "update returns.item set resaleable = counted.resaleable, damaged = counted.damaged"
        " from unnest($2::uuid[], $3::bigint[], $4::bigint[])"
        " as counted (item_id, resaleable, damaged)"
        " where item.return_id = $1 and item.item_id = counted.item_id",
        counted.id, ColumnOf(counted.items, &ReturnItem::item_id),
        ColumnOf(counted.items, &ReturnItem::resaleable),
        ColumnOf(counted.items, &ReturnItem::damaged));
    tx.defer(
        "insert into returns.receipt (id, return_id, at, actor, location)"
        " values ($1, $2, $3, $4, $5)",
        id, counted.id, at, actor, receipt.location);
    tx.defer(
        "insert into returns.receipt_item (receipt_id, item_id, variant_id, quantity, condition)"
        " select $1, counted.item_id, item.variant_id, sum(counted.quantity), counted.condition"
        " from unnest($3::uuid[], $4::bigint[], $5::text[])"
        " as counted (item_id, quantity, condition)"
        " join returns.item on item.return_id = $2 and item.item_id = counted.item_id"
        " group by counted.item_id, item.variant_id, counted.condition",
        id, counted.id, ColumnOf(receipt.items, &CountedItem::item_id),
        ColumnOf(receipt.items, &CountedItem::quantity),
        ColumnOf(receipt.items, &CountedItem::condition));
}

void append(Tx& tx, const ReturnId& id, const Move& move) {
    tx.defer(
        "insert into returns.return_event (return_id, at, actor, from_status, to_status, reason)"
        " values ($1, $2, $3, $4, $5, $6)",
        id, move.at, move.actor, move.from, move.to, move.reason);
}

std::vector<Move> history(Reader& reader, const ReturnId& id) {
    return reader.all<Move>(
        "select at, actor, from_status as \"from\", to_status as \"to\", reason"
        " from returns.return_event where return_id = $1 order by id",
        id);
}

Exchange exchange(Reader& reader, const ReturnId& id) {
    return reader
        .one<Exchange>("select exchange_cart, currency from returns.return where id = $1", id)
        .value();
}

cart::CartId keep_cart(Tx& tx, const ReturnId& id, const cart::CartId& cart) {
    return tx
        .one<cart::CartId>(
            "update returns.return set exchange_cart = coalesce(exchange_cart, $2) where id = $1"
            " returning exchange_cart",
            id, cart)
        .value();
}

std::vector<Awaiting> awaiting_exchange(Reader& reader, const std::vector<cart::CartId>& carts) {
    return reader.all<Awaiting>(
        "select id, exchange_cart from returns.return"
        " where exchange_cart = any($1) and exchange_order is null order by id",
        carts);
}

std::vector<Step> steps(Reader& reader) {
    return reader.all<Step>(
        "select return_id, from_status, to_status from returns.return_event"
        " where from_status <> to_status order by return_id, id");
}

std::vector<Miscount> miscounts(Reader& reader) {
    return reader.all<Miscount>(
        "with received as (select r.return_id, i.item_id,"
        "   coalesce(sum(i.quantity) filter (where condition = 'resaleable'), 0) as resaleable,"
        "   coalesce(sum(i.quantity) filter (where condition = 'damaged'), 0) as damaged"
        "   from returns.receipt r join returns.receipt_item i on i.receipt_id = r.id"
        "   group by r.return_id, i.item_id)"
        " select i.return_id, i.item_id, i.resaleable + i.damaged as counted,"
        "  coalesce(r.resaleable + r.damaged, 0)::bigint as received"
        " from returns.item i left join received r using (return_id, item_id)"
        " where i.resaleable <> coalesce(r.resaleable, 0) or i.damaged <> coalesce(r.damaged, 0)");
}

std::vector<ReceivedPieces> received(Reader& reader, const OrderId& order, platform::Time until) {
    return reader.all<ReceivedPieces>(
        "select p.return_id, i.receipt_id, i.variant_id,"
        " coalesce(sum(i.quantity) filter (where condition = 'resaleable'), 0)::bigint as"
        "  resaleable,"
        " coalesce(sum(i.quantity) filter (where condition = 'damaged'), 0)::bigint as damaged"
        " from returns.return r join returns.receipt p on p.return_id = r.id"
        " join returns.receipt_item i on i.receipt_id = p.id"
        " where r.order_id = $1 and p.at < $2 group by p.return_id, i.receipt_id, i.variant_id",
        order, until);
}

std::vector<OrderId> orders_after(Reader& reader, const Page& page) {
    return reader.all<OrderId>(
        "select id from returns.customer_order where $1::uuid is null or id > $1"
        " order by id limit $2",
        page.after, page.limit);
}

std::vector<Return> settled(Reader& reader, const OrderId& order) {
    return with_items(
        reader, reader.all<ReturnRow>(RETURN "where order_id = $1 and status = 'refunded'", order));
}

}  // namespace kontor::returns::store
