#include "store.hpp"

#include "platform/db/json_column.hpp"

namespace kontor::orders::store {
namespace {

using platform::JsonColumn;
using platform::Money;
using platform::Reader;
using platform::Tx;

// A row of orders.customer_order.
struct Columns {
    OrderId id;
    std::string number;
    Status status{};
    PaymentState payment_status{};
    FulfilmentState fulfilment_status{};
    std::string email;
    platform::Currency currency;
    std::int64_t subtotal = 0;
    std::int64_t discount = 0;
    std::int64_t shipping = 0;
    std::int64_t tax = 0;
    std::int64_t tax_included = 0;
    std::int64_t total = 0;
    JsonColumn<shipping::Address> shipping_address;
    JsonColumn<shipping::Address> billing_address;
    std::string shipping_option;
    std::optional<std::string> cancellation_reason;
    platform::Uuid checkout;
    platform::Time created_at;
    std::optional<auth::UserId> customer;
    std::string guest_token_hash;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    JsonColumn<Terms> terms;
};
BOOST_DESCRIBE_STRUCT(Columns, (),
                      (id, number, status, payment_status, fulfilment_status, email, currency,
                       subtotal, discount, shipping, tax, tax_included, total, shipping_address,
                       billing_address, shipping_option, cancellation_reason, checkout, created_at,
                       customer, guest_token_hash, captured, refunded, terms))

struct ItemColumns {
    OrderItemId id;
    catalog::VariantId variant;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
    std::int64_t unit_price = 0;
    std::int64_t subtotal = 0;
    std::int64_t discount = 0;
    std::int64_t tax = 0;
    std::int64_t total = 0;
    std::optional<catalog::ProductId> product;
    JsonColumn<std::vector<pricing::Discount>> discounts;
    JsonColumn<std::vector<pricing::Tax>> taxes;
};
BOOST_DESCRIBE_STRUCT(ItemColumns, (),
                      (id, variant, sku, title, quantity, unit_price, subtotal, discount, tax,
                       total, product, discounts, taxes))

// Orders with their items in one statement: what follows names the orders, as o.
constexpr std::string_view orders_with_items =
    "select o.id, o.number, o.status, o.payment_status, o.fulfilment_status, o.email, o.currency,"
    " o.subtotal, o.discount, o.shipping, o.tax, o.tax_included, o.total, o.shipping_address,"
    " o.billing_address, o.shipping_option, o.cancellation_reason, o.checkout, o.created_at,"
    " o.customer, o.guest_token_hash, o.captured, o.refunded, o.terms,"
    " i.id, i.variant, i.sku, i.title, i.quantity, i.unit_price, i.subtotal, i.discount, i.tax,"
    " i.total, i.product, i.discounts, i.taxes ";

constexpr std::size_t order_width = platform::member_count<Columns>;

OrderRow to_row(const Columns& columns) {
    const auto money = [&](std::int64_t amount) { return Money{amount, columns.currency}; };
    OrderRow row;
    row.order.id = columns.id;
    row.order.number = columns.number;
    row.order.status = columns.status;
    row.order.payment_status = columns.payment_status;
    row.order.fulfilment_status = columns.fulfilment_status;
    row.order.email = columns.email;
    row.order.totals = {money(columns.subtotal),     money(columns.discount),
                        money(columns.shipping),     money(columns.tax),
                        money(columns.tax_included), money(columns.total)};
    row.order.shipping_address = columns.shipping_address.value;
    row.order.billing_address = columns.billing_address.value;
    row.order.shipping_option = columns.shipping_option;
    row.order.cancellation_reason = columns.cancellation_reason;
    row.order.checkout = columns.checkout;
    row.order.created_at = columns.created_at;
    row.owner = {columns.customer, columns.guest_token_hash};
    row.captured = columns.captured;
    row.refunded = columns.refunded;
    row.order.terms = columns.terms.value;
    return row;
}

OrderItem to_item(const ItemColumns& columns, platform::Currency currency) {
    const auto money = [&](std::int64_t amount) { return Money{amount, currency}; };
    return {columns.id,
            columns.variant,
            columns.sku,
            columns.title,
            columns.quantity,
            money(columns.unit_price),
            money(columns.subtotal),
            money(columns.discount),
            money(columns.tax),
            money(columns.total),
            columns.product,
            columns.discounts.value,
            columns.taxes.value};
}

std::vector<OrderRow> read_orders(const platform::db::Rows& rows) {
    std::vector<OrderRow> orders;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::size_t column = 0;
        const bool same_order = row > 0 && rows.cell(row, 0) == rows.cell(row - 1, 0);
        if (same_order) {
            column = order_width;
        } else {
            Columns columns;
            platform::db::read_members(rows, row, column, "", columns);
            orders.push_back(to_row(columns));
        }
        if (!rows.cell(row, column)) continue;
        ItemColumns item;
        platform::db::read_members(rows, row, column, "", item);
        auto& order = orders.back().order;
        order.items.push_back(to_item(item, order.totals.total.currency));
    }
    return orders;
}

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

std::optional<std::string> insert(Tx& tx, const NewOrder& order, platform::Time at) {
    const auto& totals = order.totals;
    const auto number = tx.one<std::string>(
        "insert into orders.customer_order (id, cart, checkout, customer, guest_token_hash, email, "
        "status, payment_status, fulfilment_status, currency, subtotal, discount, shipping, tax, "
        "tax_included, total, shipping_address, billing_address, shipping_option, created_at, "
        "terms) "
        "values ($1, $2, $3, $4, $5, $6, 'pending', 'none', 'unfulfilled', $7, $8, $9, $10, $11, "
        "$12, $13, $14, $15, $16, $17, $18) on conflict do nothing returning number",
        order.id, order.cart, order.checkout, order.owner.customer, order.owner.guest_token_hash,
        order.email, totals.total.currency, totals.subtotal.amount, totals.discount.amount,
        totals.shipping.amount, totals.tax.amount, totals.tax_included.amount, totals.total.amount,
        JsonColumn<shipping::Address>{order.shipping_address},
        JsonColumn<shipping::Address>{order.billing_address}, order.shipping_option, at,
        JsonColumn<Terms>{order.terms});
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

std::optional<OrderRow> select_for_update(Tx& tx, const OrderId& id) {
    tx.defer("select from orders.customer_order where id = $1 for update", id);
    return select(tx, id);
}

std::vector<OrderId> lock_cancelled(Tx& tx, const std::vector<OrderId>& ids) {
    return tx.all<OrderId>(
        "with locked as materialized (select id, status from orders.customer_order"
        "  where id = any($1) order by id for update)"
        " select id from locked where status = 'cancelled'",
        ids);
}

std::optional<OrderId> id_of_number(Reader& reader, const std::string& number) {
    return reader.one<OrderId>("select id from orders.customer_order where number = $1", number);
}

std::optional<OrderId> alive_order_of_cart(Reader& reader, const platform::Uuid& cart) {
    return reader.one<OrderId>(
        "select id from orders.customer_order "
        "where cart = $1 and status not in ('cancelled', 'expired')",
        cart);
}

std::vector<OrderRow> select_page(Reader& reader, const OrderFilter& filter) {
    static const auto sql =
        std::string(orders_with_items) +
        "from (select * from orders.customer_order"
        "  where ($1::text is null or status = $1) and ($2::uuid is null or customer = $2)"
        "  and ($3::uuid is null or id < $3) order by id desc limit $4) o"
        " left join orders.item i on i.order_id = o.id order by o.id desc, i.position";
    using platform::db::encode;
    return read_orders(reader.execute(sql, {encode(filter.status), encode(filter.customer),
                                            encode(filter.after), encode(filter.limit)}));
}

void update(Tx& tx, const OrderRow& row) {
    tx.defer(
        "update orders.customer_order set status = $2, payment_status = $3, fulfilment_status = "
        "$4, cancellation_reason = $5, captured = $6, refunded = $7 where id = $1",
        row.order.id, row.order.status, row.order.payment_status, row.order.fulfilment_status,
        row.order.cancellation_reason, row.captured, row.refunded);
}

void append(Tx& tx, const std::vector<History>& entries, platform::Time at) {
    std::vector<OrderId> orders;
    std::vector<std::string> actors, events;
    std::vector<std::optional<Status>> from;
    std::vector<Status> to;
    std::vector<std::optional<std::string>> details;
    for (const auto& entry : entries) {
        orders.push_back(entry.order);
        actors.push_back(entry.actor);
        events.push_back(entry.event);
        from.push_back(entry.from);
        to.push_back(entry.to);
        details.push_back(entry.detail);
    }
    tx.defer(
        "insert into orders.timeline (order_id, at, actor, event, from_status, to_status, detail)"
        " select entry.order_id, $2, actor, event, from_status, to_status, detail"
        " from unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])"
        " with ordinality as entry (order_id, actor, event, from_status, to_status, detail, place)"
        " order by place",
        orders, at, actors, events, from, to, details);
}

std::vector<TimelineEntry> timeline(Reader& reader, const OrderId& id) {
    return reader.all<TimelineEntry>(
        "select at, actor, event, detail from orders.timeline where order_id = $1 order by id", id);
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

std::vector<ItemProgress> progress(Reader& reader, const OrderId& order) {
    return reader.all<ItemProgress>(
        "select quantity, shipped, delivered from orders.item where order_id = $1", order);
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

std::vector<OrderMoney> money_after(Reader& reader, const std::optional<OrderId>& after,
                                    std::size_t limit) {
    return reader.all<OrderMoney>(
        "select id as order, status, total, captured, refunded,"
        " coalesce((select max(at) from orders.timeline t where t.order_id = o.id), created_at)"
        "  as changed_at from orders.customer_order o"
        " where $1::uuid is null or id > $1 order by id limit $2",
        after, limit);
}

}  // namespace kontor::orders::store
