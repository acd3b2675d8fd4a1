#include "store.hpp"

#include "platform/db/column_of.hpp"

namespace kontor::cart::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Time;
using platform::Tx;
using platform::Uuid;
namespace db = platform::db;

std::optional<Basket> load(Reader& reader, const CartId& id, const auth::Shopper& shopper) {
    const auto rows = reader.execute(
        "select c.id, c.status, c.version, c.currency, c.completing_checkout, c.coupons,"
        "   c.customer, c.merged_into, c.adjustments, c.adjusted_version, l.id, l.product, "
        "l.variant, l.sku, l.title, l.quantity, "
        "l.unit_price, l.base_price,"
        "   l.price_list, l.tax_class, l.categories, l.weight_grams, l.withdrawn, l.set_aside"
        " from cart.cart c left join cart.line l on l.cart = c.id"
        " where c.id = $1 and (c.customer = $2 or c.guest_token_hash = $3) order by l.id",
        {db::encode(id), db::encode(shopper.customer), db::encode(shopper.guest())});
    if (rows.size() == 0) return std::nullopt;
    Basket basket;
    std::size_t head_width = 0;
    db::read_members(rows, 0, head_width, "", basket.head);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (!rows.cell(row, head_width)) continue;
        Line line;
        std::size_t column = head_width;
        db::read_members(rows, row, column, "", line);
        (line.set_aside ? basket.set_aside : basket.lines).push_back(std::move(line));
    }
    return basket;
}

std::optional<CartId> current_of(Reader& reader, const auth::UserId& customer) {
    return reader.one<CartId>(
        "select id from cart.cart where customer = $1 and status = 'active'"
        " order by updated_at desc, id desc limit 1",
        customer);
}

std::optional<CartId> current_of_guest(Reader& reader, const std::string& token_hash) {
    return reader.one<CartId>(
        "select id from cart.cart where guest_token_hash = $1 and customer is null"
        " and status = 'active' order by updated_at desc, id desc limit 1",
        token_hash);
}

void insert(Tx& tx, const Head& head, const auth::Shopper& shopper, Time now) {
    const auto token = shopper.customer ? std::nullopt : shopper.guest();
    tx.defer(
        "insert into cart.cart"
        " (id, customer, guest_token_hash, status, currency, version, created_at, updated_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $7)",
        head.id, shopper.customer, token, head.status, head.currency, head.version, now);
}

void lock(Tx& tx, const CartId& id) {
    tx.defer("select from cart.cart where id = $1 for update", id);
}

void lock(Tx& tx, const std::vector<CartId>& ids) {
    tx.defer("select from cart.cart where id = any($1) order by id for update", ids);
}

void lock_carts_of(Tx& tx, const auth::UserId& customer) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('carts of ' || $1::text, 0))",
             customer);
}

void add_line(Tx& tx, const CartId& id, const auth::Shopper& shopper, const Line& line,
              platform::Currency currency, Time now) {
    tx.defer(
        "with open as ("
        "  update cart.cart set version = version + 1, updated_at = $1"
        "  where id = $2 and (customer = $3 or guest_token_hash = $4)"
        "    and status = 'active' and currency = $5"
        "  returning id)"
        " insert into cart.line as l"
        "   (id, cart, product, variant, sku, title, quantity, unit_price, base_price, price_list,"
        "    tax_class, categories, weight_grams)"
        " select $6::uuid, open.id, $7::uuid, $8::uuid, $9, $10, $11::bigint, $12::bigint,"
        "   $13::bigint, $14::uuid, $15, $16::uuid[], $17::bigint from open"
        " on conflict (cart, variant, set_aside) do update set quantity = l.quantity + "
        "excluded.quantity,"
        "   sku = excluded.sku, title = excluded.title, unit_price = excluded.unit_price,"
        "   base_price = excluded.base_price, price_list = excluded.price_list,"
        "   tax_class = excluded.tax_class, categories = excluded.categories,"
        "   weight_grams = excluded.weight_grams, withdrawn = false",
        now, id, shopper.customer, shopper.guest(), currency, line.id, line.product, line.variant,
        line.sku, line.title, line.quantity, line.unit_price, line.base_price, line.price_list,
        line.tax_class, line.categories, line.weight_grams);
}

void raise_version(Tx& tx, const CartId& id, Time now) {
    tx.defer("update cart.cart set version = version + 1, updated_at = $2 where id = $1", id, now);
}

void update_line(Tx& tx, const Line& line) {
    tx.defer(
        "update cart.line set quantity = $2, unit_price = $3, price_list = $4, set_aside = $5"
        " where id = $1",
        line.id, line.quantity, line.unit_price, line.price_list, line.set_aside);
}

void set_coupons(Tx& tx, const CartId& id, const std::vector<std::string>& coupons) {
    tx.defer("update cart.cart set coupons = $2 where id = $1", id, coupons);
}

void remove_line(Tx& tx, const LineId& line) {
    tx.defer("delete from cart.line where id = $1", line);
}

void update_lines(Tx& tx, const std::vector<Line>& lines) {
    tx.defer(
        "update cart.line l set title = n.title, quantity = n.quantity, unit_price = n.price,"
        "   base_price = n.base_price, price_list = n.price_list, tax_class = n.tax_class,"
        "   categories = n.categories::uuid[], weight_grams = n.weight, withdrawn = n.withdrawn"
        " from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[],"
        "   $6::uuid[], $7::text[], $8::text[], $9::bigint[], $10::boolean[])"
        "   as n (id, title, quantity, price, base_price, price_list, tax_class, categories,"
        "         weight, withdrawn)"
        " where l.id = n.id",
        ColumnOf(lines, &Line::id), ColumnOf(lines, &Line::title), ColumnOf(lines, &Line::quantity),
        ColumnOf(lines, &Line::unit_price), ColumnOf(lines, &Line::base_price),
        ColumnOf(lines, &Line::price_list), ColumnOf(lines, &Line::tax_class),
        ColumnOf(lines, &Line::categories), ColumnOf(lines, &Line::weight_grams),
        ColumnOf(lines, &Line::withdrawn));
}

void move_lines(Tx& tx, const std::vector<LineId>& lines, const CartId& into) {
    tx.defer("update cart.line set cart = $2 where id = any($1)", lines, into);
}

void take_over_set_aside(Tx& tx, const Head& head, const auth::UserId& customer) {
    tx.defer(
        "update cart.line set cart = $1 where id in ("
        "  select distinct on (l.variant) l.id from cart.line l join cart.cart c on c.id = l.cart"
        "  where c.customer = $2 and c.currency = $3 and c.status in ('completed', 'abandoned')"
        "    and l.set_aside order by l.variant, l.id desc limit $4)",
        head.id, customer, head.currency, pricing::most_lines);
}

void set_customer(Tx& tx, const CartId& id, const auth::UserId& customer) {
    tx.defer("update cart.cart set customer = $2, guest_token_hash = null where id = $1", id,
             customer);
}

void set_merged(Tx& tx, const CartId& id, const CartId& into, const auth::UserId& customer,
                Time now) {
    tx.defer(
        "with merged as ("
        "  update cart.cart set status = 'merged', merged_into = $2, customer = $3,"
        "    version = version + 1, updated_at = $4 where id = $1 returning email)"
        " update cart.cart c set email = coalesce(c.email, merged.email) from merged"
        " where c.id = $2",
        id, into, customer, now);
}

void set_adjustments(Tx& tx, const CartId& id, const std::vector<Adjustment>& adjustments,
                     std::int64_t version) {
    tx.defer("update cart.cart set adjustments = $2, adjusted_version = $3 where id = $1", id,
             platform::JsonColumn{adjustments}, version);
}

void set_email(Tx& tx, const CartId& id, const std::string& email) {
    tx.defer("update cart.cart set email = $2 where id = $1 and email is distinct from $2", id,
             email);
}

void set_claimed(Tx& tx, const CartId& id, const Uuid& checkout, Time now) {
    tx.defer(
        "update cart.cart set status = 'completing', completing_checkout = $2,"
        "   version = version + 1, updated_at = $3 where id = $1",
        id, checkout, now);
}

bool set_active(Tx& tx, const CartId& id, const Uuid& checkout, Time now) {
    return tx.run(
               "update cart.cart set status = 'active', completing_checkout = null,"
               "   version = version + 1, updated_at = $3"
               " where id = $1 and completing_checkout = $2 and status = 'completing'",
               id, checkout, now) == 1;
}

bool set_completed(Tx& tx, const CartId& id, const Uuid& checkout, Time now) {
    return tx.run_expecting(1,
                            "update cart.cart set status = 'completed', version = version + 1,"
                            "   updated_at = $3"
                            " where id = $1 and completing_checkout = $2 and status = 'completing'",
                            id, checkout, now) == 1;
}

void note_price(Tx& tx, const catalog::VariantId& variant, const platform::Money& price) {
    tx.defer(
        "update cart.line l set base_price = $2 from cart.cart c"
        " where l.variant = $1 and c.id = l.cart and c.currency = $3 and c.status = 'active'",
        variant, price.amount, price.currency);
}

void note_withdrawal(Tx& tx, const catalog::ProductId& product) {
    tx.defer(
        "update cart.line l set withdrawn = true from cart.cart c"
        " where l.product = $1 and c.id = l.cart and c.status = 'active'",
        product);
}

void note_withdrawal(Tx& tx, const catalog::VariantId& variant) {
    tx.defer(
        "update cart.line l set withdrawn = true from cart.cart c"
        " where l.variant = $1 and c.id = l.cart and c.status = 'active'",
        variant);
}

std::vector<Wanted> wanted_of(Reader& reader, const std::vector<catalog::ProductId>& products) {
    return reader.all<Wanted>(
        "select distinct l.variant, c.currency from cart.line l join cart.cart c on c.id = l.cart"
        " where l.product = any($1) and c.status = 'active'",
        products);
}

void note_offers(Tx& tx, const std::vector<catalog::VariantId>& variants,
                 const std::vector<catalog::VariantId>& sold, platform::Currency currency) {
    tx.defer(
        "update cart.line l set withdrawn = not l.withdrawn from cart.cart c"
        " where l.variant = any($1) and l.withdrawn = (l.variant = any($2)) and c.id = l.cart"
        "   and c.currency = $3 and c.status = 'active'",
        variants, sold, currency);
}

}  // namespace kontor::cart::store
