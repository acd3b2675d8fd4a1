#include "store.hpp"

#include "order_rows.hpp"
#include "platform/db/row_count.hpp"

namespace kontor::orders::store {
namespace {

using platform::JsonColumn;
using platform::Money;
using platform::Reader;
using platform::Tx;

void insert_items(Tx& tx, const NewOrder& order) {
    std::vector<OrderItemId> ids;
    std::vector<catalog::VariantId> variants;
    std::vector<std::optional<catalog::ProductId>> products;
    std::vector<std::string> skus, titles;
    std::vector<std::int64_t> quantities, unit_prices, subtotals, discounts, taxes, totals;
    std::vector<JsonColumn<std::vector<pricing::Discount>>> all_discounts;
    std::vector<JsonColumn<std::vector<pricing::Tax>>> all_taxes;
    for (const auto& item : order.items) {
        ids.push_back(item.id);
        variants.push_back(item.variant_id);
        products.push_back(item.product_id);
        skus.push_back(item.sku);
        titles.push_back(item.title);
        quantities.push_back(item.quantity);
        unit_prices.push_back(item.unit_price.amount);
        subtotals.push_back(item.subtotal.amount);
        discounts.push_back(item.discount.amount);
        taxes.push_back(item.tax.amount);
        totals.push_back(item.total.amount);
        all_discounts.push_back({item.discounts});
        all_taxes.push_back({item.taxes});
    }
    tx.defer(
        "insert into orders.item (order_id, position, id, variant, product, sku, title, quantity, "
        "unit_price, subtotal, discount, tax, total, discounts, taxes) "
        "select $1, line.position, line.id, line.variant, line.product, line.sku, line.title, "
        "line.quantity, line.unit_price, line.subtotal, line.discount, line.tax, line.total, "
        "line.discounts, line.taxes "
        "from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], "
        "$8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::jsonb[], "
        "$14::jsonb[]) with ordinality "
        "as line(id, variant, product, sku, title, quantity, unit_price, subtotal, discount, tax, "
        "total, discounts, taxes, position)",
        order.id, ids, variants, products, skus, titles, quantities, unit_prices, subtotals,
        discounts, taxes, totals, all_discounts, all_taxes);
}

}  // namespace

std::optional<std::string> insert(Tx& tx, const NewOrder& order, platform::Time at, Status status) {
    const auto& totals = order.totals;
    const auto number = tx.one<std::string>(
        "insert into orders.customer_order (id, cart, checkout, customer, guest_token_hash, email, "
        "status, payment_status, fulfilment_status, currency, subtotal, discount, shipping, tax, "
        "tax_included, total, shipping_address, billing_address, shipping_option, created_at, "
        "terms, language) "
        "values ($1, $2, $3, $4, $5, $6, $19, 'none', 'unfulfilled', $7, $8, $9, $10, $11, "
        "$12, $13, $14, $15, $16, $17, $18, $20) on conflict do nothing returning number",
        order.id, order.cart, order.checkout, order.owner.customer, order.owner.guest_token_hash,
        order.email, totals.total.currency, totals.subtotal.amount, totals.discount.amount,
        totals.shipping.amount, totals.tax.amount, totals.tax_included.amount, totals.total.amount,
        JsonColumn<shipping::Address>{order.shipping_address},
        JsonColumn<shipping::Address>{order.billing_address}, order.shipping_option, at,
        JsonColumn<Terms>{order.terms}, status, order.language);
    if (number) insert_items(tx, order);
    return number;
}

std::optional<OrderRow> select(Reader& reader, const OrderId& id) {
    static const auto sql = std::string(orders_with_items) +
                            "from orders.customer_order o left join orders.item i"
                            " on i.order_id = o.id where o.id = $1 order by i.position";
    auto found = read_orders(reader.execute(sql, {platform::db::encode(id)}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<OrderRow> select_all(Reader& reader, const std::vector<OrderId>& ids) {
    static const auto sql = std::string(orders_with_items) +
                            "from orders.customer_order o left join orders.item i"
                            " on i.order_id = o.id where o.id = any($1) order by o.id, i.position";
    return read_orders(reader.execute(sql, {platform::db::encode(ids)}));
}

std::optional<OrderRow> select_for_update(Tx& tx, const OrderId& id) {
    tx.defer("select from orders.customer_order where id = $1 for update", id);
    return select(tx, id);
}

std::vector<OrderId> lock_uncounted(Tx& tx, const std::vector<OrderId>& ids) {
    return tx.all<OrderId>(
        "with locked as materialized (select id, status, revision, paid_when_placed"
        "  from orders.customer_order where id = any($1) order by id for update)"
        " select id from locked where status in ('cancelled', 'expired') or status not in"
        " ('draft', 'pending') and (revision > 0 or not paid_when_placed) order by id",
        ids);
}

std::optional<OrderId> id_of_number(Reader& reader, const std::string& number) {
    return reader.one<OrderId>("select id from orders.customer_order where number = $1", number);
}

std::optional<OrderId> id_of_checkout(Reader& reader, const platform::Uuid& checkout) {
    return reader.one<OrderId>(
        "select id from orders.customer_order where checkout = $1 and not given_up", checkout);
}

std::optional<OrderId> alive_order_of_cart(Reader& reader, const platform::Uuid& cart) {
    return reader.one<OrderId>(
        "select id from orders.customer_order "
        "where cart = $1 and not given_up",
        cart);
}

std::vector<OrderRow> select_page(Reader& reader, const OrderFilter& filter) {
    static const std::string page =
        "select * from orders.customer_order"
        " where ($1::text is null or status = $1)"
        "  and ($2::uuid is null or (customer = $2 and status <> 'draft'))"
        "  and ($3::uuid is null or id < $3) order by id desc limit $4";
    static const auto sql =
        std::string(orders_with_items) + "from (" + page +
        ") o left join orders.item i on i.order_id = o.id order by o.id desc, i.position";
    using platform::db::encode;
    const std::vector arguments{encode(filter.status), encode(filter.customer),
                                encode(filter.after), encode(filter.limit)};
    if (platform::counted(reader, page, arguments)) return {};
    return read_orders(reader.execute(sql, arguments));
}

void update(Tx& tx, const OrderRow& row) {
    tx.defer(
        "update orders.customer_order set status = $2, payment_status = $3, fulfilment_status = "
        "$4, cancellation_reason = $5, captured = $6, refunded = $7, authorized = $8, credited = "
        "$9, told_paid = $10, told_released = $11 "
        "where id = $1",
        row.order.id, row.order.status, row.order.payment_status, row.order.fulfilment_status,
        row.order.cancellation_reason, row.captured, row.refunded, row.authorized, row.credited,
        row.told_paid, row.told_released);
}

bool place(Tx& tx, const OrderRow& row) {
    return tx.run_expecting(
               1,
               "update orders.customer_order set status = $2, payment_status = $3, captured = $4,"
               " authorized = $5, told_paid = $7, paid_when_placed = $7, told_released = $8"
               " where id = $1 and status = 'pending' and fulfilment_status = $6"
               "  and captured <= $4",
               row.order.id, row.order.status, row.order.payment_status, row.captured,
               row.authorized, row.order.fulfilment_status, row.told_paid, row.told_released) == 1;
}

void add_shipped(Tx& tx, const OrderId& order, const std::vector<OrderItemId>& items,
                 const std::vector<std::int64_t>& quantities) {
    tx.run(
        "update orders.item set shipped = shipped + sent.quantity "
        "from unnest($2::uuid[], $3::bigint[]) as sent(id, quantity) "
        "where item.order_id = $1 and item.id = sent.id",
        order, items, quantities);
}

void mark_delivered(Tx& tx, const std::vector<OrderItemId>& items,
                    const std::vector<std::int64_t>& quantities) {
    tx.run(
        "update orders.item set delivered = delivered + arrived.quantity "
        "from unnest($1::uuid[], $2::bigint[]) as arrived(id, quantity) where item.id = arrived.id",
        items, quantities);
}

void add_returned(Tx& tx, const std::vector<OrderItemId>& items,
                  const std::vector<std::int64_t>& quantities) {
    tx.defer(
        "update orders.item set returned = returned + back.quantity "
        "from unnest($1::uuid[], $2::bigint[]) as back(id, quantity) where item.id = back.id",
        items, quantities);
}

std::vector<ItemProgress> progress(Reader& reader, const OrderId& order) {
    return reader.all<ItemProgress>(
        "select quantity, shipped, delivered, returned, backordered as order_waits"
        " from orders.item i join orders.customer_order o on o.id = i.order_id where order_id = $1",
        order);
}

bool note_backorder(Tx& tx, const OrderId& order, bool waits) {
    return tx.run(
               "update orders.customer_order set backordered = $2"
               " where id = $1 and (backordered or $2)",
               order, waits) == 1;
}

std::vector<OrderSum> wrong_sums(Reader& reader) {
    return reader.all<OrderSum>(
        "with line as (select order_id, sum(subtotal) as subtotal, sum(discount) as discount, "
        "  sum(tax) as tax, sum(total) as total from orders.item group by order_id), "
        "part as (select o.id, o.terms #> '{freight,total}' is not null as kept, o.subtotal, "
        "o.discount, o.tax, o.total,"
        "  coalesce(line.subtotal, 0) as lines_subtotal, coalesce(line.discount, 0) as "
        "  lines_discount,"
        "  coalesce(line.tax, 0) + coalesce((o.terms #>> '{freight,tax,amount}')::bigint, 0) as "
        "  parts_tax,"
        "  coalesce(line.total, 0) + coalesce((o.terms #>> '{freight,total,amount}')::bigint, 0) "
        "  as parts_total,"
        "  (select coalesce(sum((one #>> '{amount,amount}')::bigint), 0) from "
        "    jsonb_array_elements(o.terms -> 'taxes') one) as rates_tax "
        "  from orders.customer_order o left join line on line.order_id = o.id) "
        "select part.id, sum.what, sum.total, sum.parts from part cross join lateral (values "
        "  ('subtotal', subtotal, lines_subtotal::bigint),"
        "  ('discount', discount, lines_discount::bigint),"
        "  ('tax', case when kept then tax end, parts_tax::bigint),"
        "  ('tax by rate', case when kept then tax end, rates_tax::bigint),"
        "  ('total', case when kept then part.total end, parts_total::bigint)"
        ") as sum (what, total, parts) where sum.total <> sum.parts");
}

std::vector<Step> steps(Reader& reader) {
    return reader.all<Step>(
        "select order_id as order, from_status, to_status from orders.timeline "
        "where from_status is distinct from to_status order by order_id, id");
}

// Of an order o. A return may be worth nothing, and then has no refund.
#define IS_SETTLED                                                                         \
    "(exists (select from orders.item where order_id = o.id and shipped > 0)"              \
    " and (exists (select from orders.refund where order_id = o.id and failed_at is null)" \
    "  or exists (select from orders.timeline where order_id = o.id and event = "          \
    "'return_refunded')))"

bool is_settled(Reader& reader, const OrderId& order) {
    return reader
        .one<bool>("select " IS_SETTLED " from orders.customer_order o where id = $1", order)
        .value();
}

std::vector<PlacedOrder> placed_after(Reader& reader, const std::optional<OrderId>& after,
                                      std::size_t limit) {
    return reader.all<PlacedOrder>(
        "select o.id as order, o.customer, o.currency, t.at as placed_at,"
        " o.status = 'cancelled' as is_cancelled from orders.customer_order o"
        " join lateral (select min(at) as at from orders.timeline"
        "  where order_id = o.id and event = 'placed') t on t.at is not null"
        " where $1::uuid is null or o.id > $1 order by o.id limit $2",
        after, limit);
}

std::vector<OrderMoney> money_after(Reader& reader, const std::optional<OrderId>& after,
                                    std::size_t limit) {
    return reader.all<OrderMoney>(
        "select id as order, status, total, captured, refunded,"
        " coalesce((select max(at) from orders.timeline t where t.order_id = o.id), created_at)"
        "  as changed_at, " IS_SETTLED
        " as is_settled, status = 'placed' and captured - credited >= total as is_paid,"
        " status = 'placed' and captured - credited < total and (told_released or"
        "  captured - credited + authorized >= total) as is_released"
        " from orders.customer_order o"
        " where $1::uuid is null or id > $1 order by id limit $2",
        after, limit);
}

}  // namespace kontor::orders::store
