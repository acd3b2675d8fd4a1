#include "store.hpp"

#include "draft.hpp"

#include <algorithm>

namespace kontor::catalog::store {

namespace {

std::set<std::string> as_set(std::vector<std::string> values) {
    return {std::make_move_iterator(values.begin()), std::make_move_iterator(values.end())};
}

}  // namespace

std::set<std::string> taken_slugs(Reader& reader, const std::vector<std::string>& slugs) {
    return as_set(
        reader.all<std::string>("select slug from catalog.product where slug = any($1)", slugs));
}

std::set<std::string> taken_skus(Reader& reader, const std::vector<std::string>& skus) {
    return as_set(
        reader.all<std::string>("select sku from catalog.variant where sku = any($1)", skus));
}

std::set<std::string> numbered_slugs(Reader& reader, const std::vector<std::string>& bases) {
    return as_set(reader.all<std::string>(
        "select p.slug from unnest($1::text[]) base join catalog.product p"
        // '.' is the character that follows '-'.
        " on p.slug >= base || '-' and p.slug < base || '.' and p.slug ~ ('^' || base || '-\\d+$')"
        " union select slug from catalog.product where slug = any($1)",
        bases));
}

std::vector<CategoryReference> categories(Reader& reader, const std::vector<std::string>& slugs,
                                          const std::vector<CategoryId>& ids) {
    return reader.all<CategoryReference>(
        "select id, slug, name from catalog.category where slug = any($1) or id = any($2)", slugs,
        ids);
}

std::vector<CategoryReference> create_categories(Tx& tx, const std::vector<std::string>& slugs) {
    std::vector<CategoryId> ids;
    std::vector<std::string> names;
    for (const auto& slug : slugs) {
        ids.push_back(CategoryId::make());
        names.push_back(name_of_slug(slug));
    }
    return tx.all<CategoryReference>(
        "insert into catalog.category (id, slug, name)"
        " select * from unnest($1::uuid[], $2::text[], $3::text[]) new (id, slug, name)"
        " order by slug on conflict (slug) do update set slug = excluded.slug"
        " returning id, slug, name",
        ids, slugs, names);
}

std::optional<ProductId> product_of(Reader& reader, const VariantId& variant) {
    return reader.one<ProductId>("select product from catalog.variant where id = $1", variant);
}

std::vector<ProductId> ids_after(Reader& reader, const std::optional<ProductId>& after,
                                 std::size_t limit) {
    return reader.all<ProductId>(
        "select id from catalog.product where id > coalesce($1, "
        "'00000000-0000-0000-0000-000000000000'::uuid) order by id limit $2",
        after, limit);
}

namespace {

struct SellableRow {
    VariantId id;
    ProductId product;
    std::string sku;
    std::string title;
    std::optional<std::int64_t> price;
    std::int64_t weight_grams = 0;
    bool published = false;
};
BOOST_DESCRIBE_STRUCT(SellableRow, (), (id, product, sku, title, price, weight_grams, published))

const std::string sellable_sql =
    "select v.id, v.product, v.sku, case when exists (select from catalog.variant other"
    "  where other.product = v.product and other.id <> v.id) then p.title || ', ' || v.title"
    "  else p.title end as title, price.amount as price,"
    " coalesce(v.weight_grams, 0) as weight_grams, p.status = 'published' as published"
    " from catalog.variant v join catalog.product p on p.id = v.product"
    " left join catalog.variant_price price on price.variant = v.id and price.currency = $2";

SellableVariant to_sellable(SellableRow row, platform::Currency currency) {
    SellableVariant variant{
        row.id,       row.product,      std::move(row.sku), std::move(row.title),
        std::nullopt, row.weight_grams, row.published};
    if (row.price) variant.price = platform::Money{*row.price, currency};
    return variant;
}

}  // namespace

std::optional<SellableVariant> sellable_by_sku(Reader& reader, const std::string& sku,
                                               platform::Currency currency) {
    auto row = reader.one<SellableRow>(sellable_sql + " where v.sku = $1", sku, currency);
    if (!row) return std::nullopt;
    return to_sellable(*std::move(row), currency);
}

std::vector<SellableVariant> sellable(Reader& reader, const std::vector<VariantId>& ids,
                                      platform::Currency currency) {
    std::vector<SellableVariant> found;
    for (auto& row : reader.all<SellableRow>(sellable_sql + " where v.id = any($1)", ids, currency))
        found.push_back(to_sellable(std::move(row), currency));
    return found;
}

std::vector<CategoryRow> all_categories(Reader& reader) {
    return reader.all<CategoryRow>(
        "select id, slug, name, parent from catalog.category order by position, name, slug");
}

}  // namespace kontor::catalog::store
