#include "price_list_store.hpp"

namespace kontor::pricing::store {

using catalog::ProductId;
using catalog::VariantId;
using platform::Currency;
using platform::Reader;
using platform::Time;
using platform::Tx;

namespace {

constexpr std::string_view select_lists =
    "select id, name, kind, customer_group, priority, active, starts_at, ends_at, created_at,"
    " updated_at from pricing.price_list ";

struct KeptRow {
    PriceListId id;
    std::string name;
    ListKind kind = ListKind::list;
    std::optional<customers::GroupId> customer_group;
    std::int64_t priority = 0;
    bool active = true;
    std::optional<Time> starts_at;
    std::optional<Time> ends_at;
    Time created_at;
    Time updated_at;
    bool in_force = false;
    bool has_entries = false;
};
BOOST_DESCRIBE_STRUCT(KeptRow, (),
                      (id, name, kind, customer_group, priority, active, starts_at, ends_at,
                       created_at, updated_at, in_force, has_entries))

constexpr std::string_view select_kept =
    "select id, name, kind, customer_group, priority, active, starts_at, ends_at, created_at,"
    " updated_at, in_force,"
    " exists (select from pricing.price_list_entry where price_list = l.id) as has_entries"
    " from pricing.price_list l ";

KeptList to_kept(const KeptRow& row) {
    return {{row.id, row.name, row.kind, row.customer_group, row.priority, row.active,
             row.starts_at, row.ends_at, row.created_at, row.updated_at},
            row.in_force,
            row.has_entries};
}

std::string sql(std::string_view start, std::string_view rest) {
    return std::string(start).append(rest);
}

struct GoodColumns {
    explicit GoodColumns(const std::vector<Good>& goods) {
        for (const auto& good : goods) {
            variants.push_back(good.variant);
            currencies.push_back(good.currency);
        }
    }
    std::vector<VariantId> variants;
    std::vector<Currency> currencies;
};

}  // namespace

void lock_book(Tx& tx) {
    tx.defer("select from pricing.book for update");
}

std::optional<PriceList> price_list(Reader& reader, const PriceListId& id) {
    return reader.one<PriceList>(sql(select_lists, "where id = $1"), id);
}

std::optional<KeptList> kept_list(Reader& reader, const PriceListId& id) {
    const auto row = reader.one<KeptRow>(sql(select_kept, "where id = $1"), id);
    if (!row) return std::nullopt;
    return to_kept(*row);
}

std::vector<PriceList> price_lists(Reader& reader, const std::optional<PriceListId>& after,
                                   std::size_t limit) {
    return reader.all<PriceList>(
        sql(select_lists, "where $1::uuid is null or id < $1 order by id desc limit $2"), after,
        limit);
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
    return reader.all<ListedPrice>(
        "select variant, product, min_quantity, amount as price_amount,"
        " currency as price_currency from pricing.price_list_entry"
        " where price_list = $1 and (variant, currency, min_quantity) > ($2, $3, $4)"
        " order by variant, currency, min_quantity limit $5",
        id, place.variant, place.currency, place.min_quantity, limit);
}

void put(Tx& tx, const PriceListId& id, const std::vector<ListedPrice>& prices) {
    std::vector<VariantId> variants;
    std::vector<ProductId> products;
    std::vector<std::int64_t> quantities;
    std::vector<Currency> currencies;
    std::vector<std::int64_t> amounts;
    for (const auto& price : prices) {
        variants.push_back(price.variant);
        products.push_back(price.product);
        quantities.push_back(price.min_quantity);
        currencies.push_back(price.price.currency);
        amounts.push_back(price.price.amount);
    }
    tx.defer(
        "insert into pricing.price_list_entry"
        " (price_list, variant, product, min_quantity, currency, amount)"
        " select $1::uuid, * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[],"
        "  $6::bigint[])"
        " on conflict (price_list, variant, currency, min_quantity) do update"
        " set amount = excluded.amount, product = excluded.product",
        id, variants, products, quantities, currencies, amounts);
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
    const GoodColumns columns(goods);
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
        columns.variants, columns.currencies);
}

std::vector<KeptList> due_lists(Reader& reader, Time now) {
    std::vector<KeptList> lists;
    for (const auto& row : reader.all<KeptRow>(
             sql(select_kept,
                 "where customer_group is null and in_force is distinct from"
                 " (active and coalesce(starts_at <= $1, true) and coalesce(ends_at > $1, true))"
                 " order by id"),
             now))
        lists.push_back(to_kept(row));
    return lists;
}

void set_in_force(Tx& tx, const std::vector<PriceListId>& lists, bool in_force) {
    tx.defer("update pricing.price_list set in_force = $2 where id = any($1)", lists, in_force);
}

void insert_history(Tx& tx, const std::vector<PastPrice>& prices) {
    if (prices.empty()) return;
    std::vector<VariantId> variants;
    std::vector<Currency> currencies;
    std::vector<ProductId> products;
    std::vector<Time> until;
    std::vector<std::int64_t> amounts;
    std::vector<bool> reduced;
    for (const auto& price : prices) {
        variants.push_back(price.good.variant);
        currencies.push_back(price.good.currency);
        products.push_back(price.good.product);
        until.push_back(price.until);
        amounts.push_back(price.amount);
        reduced.push_back(price.reduced);
    }
    tx.defer(
        "insert into pricing.price_history (variant, currency, product, until, amount, reduced)"
        " select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[],"
        "  $5::bigint[], $6::boolean[])",
        variants, currencies, products, until, amounts, reduced);
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
