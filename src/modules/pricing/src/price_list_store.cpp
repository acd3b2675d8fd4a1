#include "price_list_store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/row_count.hpp"

namespace kontor::pricing::store {

using catalog::ProductId;
using catalog::VariantId;
using namespace platform;

namespace {

constexpr std::string_view select_lists =
    "select id, name, kind, customer_group, priority, active, starts_at, ends_at, created_at,"
    " updated_at from pricing.price_list ";

constexpr std::string_view select_kept =
    "select id as list_id, name as list_name, kind as list_kind,"
    " customer_group as list_customer_group, priority as list_priority, active as list_active,"
    " starts_at as list_starts_at, ends_at as list_ends_at, created_at as list_created_at,"
    " updated_at as list_updated_at, in_force,"
    " exists (select from pricing.price_list_entry where price_list = l.id) as has_entries"
    " from pricing.price_list l ";

std::string sql(std::string_view start, std::string_view rest) {
    return std::string(start).append(rest);
}

}  // namespace

void lock_book(Tx& tx) {
    tx.defer("select from pricing.book for update");
}

std::optional<PriceList> price_list(Reader& reader, const PriceListId& id) {
    return reader.one<PriceList>(sql(select_lists, "where id = $1"), id);
}

std::optional<KeptList> kept_list(Reader& reader, const PriceListId& id) {
    return reader.one<KeptList>(sql(select_kept, "where id = $1"), id);
}

std::vector<PriceList> price_lists(Reader& reader, const std::optional<PriceListId>& after,
                                   std::size_t limit) {
    return platform::listed<PriceList>(
        reader, sql(select_lists, "where $1::uuid is null or id < $1 order by id desc limit $2"),
        after, limit);
}

void insert(Tx& tx, const PriceList& list, bool in_force) {
    tx.defer(
        "insert into pricing.price_list (id, name, kind, customer_group, priority, active,"
        " starts_at, ends_at, in_force, created_at, updated_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        list.id, list.name, list.kind, list.customer_group, list.priority, list.active,
        list.starts_at, list.ends_at, in_force, list.created_at, list.updated_at);
}

void update(Tx& tx, const PriceList& list, bool in_force) {
    tx.defer(
        "update pricing.price_list set name = $2, kind = $3, customer_group = $4, priority = $5,"
        " active = $6, starts_at = $7, ends_at = $8, in_force = $9, updated_at = $10"
        " where id = $1",
        list.id, list.name, list.kind, list.customer_group, list.priority, list.active,
        list.starts_at, list.ends_at, in_force, list.updated_at);
}

void remove(Tx& tx, const PriceListId& id) {
    tx.defer("delete from pricing.price_list where id = $1", id);
}

std::vector<ListedPrice> listed_prices(Reader& reader, const PriceListId& id,
                                       const std::optional<ListedPlace>& after, std::size_t limit) {
    const auto place = after.value_or(ListedPlace{});
    return platform::listed<ListedPrice>(
        reader,
        "select variant, product, min_quantity, amount as price_amount,"
        " currency as price_currency from pricing.price_list_entry"
        " where price_list = $1 and (variant, currency, min_quantity) > ($2, $3, $4)"
        " order by variant, currency, min_quantity limit $5",
        id, place.variant, place.currency, place.min_quantity, limit);
}

std::vector<ListedPrice> listed_prices(Reader& reader, const PriceListId& id,
                                       const std::vector<VariantId>& variants) {
    return reader.all<ListedPrice>(
        "select variant, product, min_quantity, amount as price_amount,"
        " currency as price_currency from pricing.price_list_entry"
        " where price_list = $1 and variant = any($2)"
        " order by variant, currency, min_quantity",
        id, variants);
}

void put(Tx& tx, const PriceListId& id, const std::vector<ListedPrice>& prices) {
    tx.defer(
        "insert into pricing.price_list_entry"
        " (price_list, variant, product, min_quantity, currency, amount)"
        " select $1::uuid, * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[],"
        "  $6::bigint[])"
        " on conflict (price_list, variant, currency, min_quantity) do update"
        " set amount = excluded.amount, product = excluded.product",
        id, ColumnOf(prices, &ListedPrice::variant), ColumnOf(prices, &ListedPrice::product),
        ColumnOf(prices, &ListedPrice::min_quantity),
        ColumnOf(prices, &ListedPrice::price, &platform::Money::currency),
        ColumnOf(prices, &ListedPrice::price, &platform::Money::amount));
}

std::int64_t remove(Tx& tx, const PriceListId& id, const VariantId& variant,
                    const std::optional<Currency>& currency,
                    const std::optional<std::int64_t>& min_quantity) {
    return tx.run(
        "delete from pricing.price_list_entry where price_list = $1 and variant = $2"
        " and ($3::text is null or currency = $3)"
        " and ($4::bigint is null or min_quantity = $4)",
        id, variant, currency, min_quantity);
}

void remove_products(Tx& tx, const std::vector<ProductId>& products) {
    tx.defer("delete from pricing.price_list_entry where product = any($1)", products);
    tx.defer("delete from pricing.price_history where product = any($1)", products);
}

std::vector<Good> goods_of(Reader& reader, const std::vector<PriceListId>& lists) {
    return reader.all<Good>(
        "select distinct variant, currency, product from pricing.price_list_entry"
        " where price_list = any($1)",
        lists);
}

std::vector<Good> goods_of(Reader& reader, const PriceListId& list, const VariantId& variant) {
    return reader.all<Good>(
        "select distinct variant, currency, product from pricing.price_list_entry"
        " where price_list = $1 and variant = $2",
        list, variant);
}

std::vector<PublicPrice> public_prices(Reader& reader, const std::vector<Good>& goods) {
    return reader.all<PublicPrice>(
        "select e.variant, e.currency,"
        " (array_agg(e.amount order by l.priority, e.amount, l.id)"
        "   filter (where e.min_quantity = 1))[1] as amount,"
        " string_agg(concat_ws('/', l.priority, l.id, e.min_quantity, e.amount), ' '"
        "   order by l.priority, l.id, e.min_quantity) as terms"
        " from unnest($1::uuid[], $2::text[]) as good (variant, currency)"
        " join pricing.price_list_entry e using (variant, currency)"
        " join pricing.price_list l on l.id = e.price_list and l.in_force"
        " group by e.variant, e.currency",
        ColumnOf(goods, &Good::variant), ColumnOf(goods, &Good::currency));
}

std::vector<KeptList> due_lists(Reader& reader, Time now) {
    return reader.all<KeptList>(
        sql(select_kept,
            "where customer_group is null and in_force is distinct from"
            " (active and coalesce(starts_at <= $1, true) and coalesce(ends_at > $1, true))"
            " order by id"),
        now);
}

void set_in_force(Tx& tx, const std::vector<PriceListId>& lists, bool in_force) {
    tx.defer("update pricing.price_list set in_force = $2 where id = any($1)", lists, in_force);
}

std::vector<PastPrice> history_after(Reader& reader, const std::vector<Good>& goods, Time then) {
    return reader.all<PastPrice>(
        "select variant as good_variant, currency as good_currency, product as good_product,"
        " until, amount, reduced"
        " from unnest($1::uuid[], $2::text[]) as good (variant, currency)"
        " join pricing.price_history using (variant, currency) where until > $3 order by until",
        ColumnOf(goods, &Good::variant), ColumnOf(goods, &Good::currency), then);
}

void insert_history(Tx& tx, const std::vector<PastPrice>& prices) {
    if (prices.empty()) return;
    tx.defer(
        "insert into pricing.price_history (variant, currency, product, until, amount, reduced)"
        " select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[],"
        "  $5::bigint[], $6::boolean[])",
        ColumnOf(prices, &PastPrice::good, &Good::variant),
        ColumnOf(prices, &PastPrice::good, &Good::currency),
        ColumnOf(prices, &PastPrice::good, &Good::product), ColumnOf(prices, &PastPrice::until),
        ColumnOf(prices, &PastPrice::amount), ColumnOf(prices, &PastPrice::reduced));
}

void prune_history(Tx& tx) {
    tx.defer(
        "delete from pricing.price_history old using"
        " (select variant, currency, max(until) as at from pricing.price_history"
        "   where not reduced group by variant, currency) began"
        " where old.variant = began.variant and old.currency = began.currency"
        "  and old.until <= began.at - interval '30 days'");
}

}  // namespace kontor::pricing::store
