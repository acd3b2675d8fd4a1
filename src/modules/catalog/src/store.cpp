#include "store.hpp"

namespace kontor::catalog::store {

std::set<std::string> taken_skus(Reader& reader, const std::vector<std::string>& skus) {
    const auto taken =
        reader.all<std::string>("select sku from catalog.variant where sku = any($1)", skus);
    return {taken.begin(), taken.end()};
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
    std::vector<CategoryId> categories;
    std::string tax_class;
};
BOOST_DESCRIBE_STRUCT(SellableRow, (),
                      (id, product, sku, title, price, weight_grams, published, categories,
                       tax_class))

const std::string sellable_sql =
    "select v.id, v.product, v.sku, case when exists (select from catalog.variant other"
    "  where other.product = v.product and other.id <> v.id) then p.title || ', ' || v.title"
    "  else p.title end as title, price.amount as price,"
    " coalesce(v.weight_grams, 0) as weight_grams, p.status = 'published' as published,"
    " array(select distinct step from catalog.product_category pc"
    "  join catalog.category c on c.id = pc.category, unnest(c.path) step"
    "  where pc.product = v.product) as categories, p.tax_class"
    " from catalog.variant v join catalog.product p on p.id = v.product"
    " left join catalog.variant_price price on price.variant = v.id and price.currency = $2";

SellableVariant to_sellable(SellableRow row, platform::Currency currency) {
    SellableVariant variant{row.id,
                            row.product,
                            std::move(row.sku),
                            std::move(row.title),
                            std::nullopt,
                            row.weight_grams,
                            row.published,
                            std::move(row.categories),
                            std::move(row.tax_class)};
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

std::vector<ProductId> publish_due(Tx& tx, platform::Time now) {
    return tx.all<ProductId>(
        "update catalog.product set status = 'published',"
        " updated_at = greatest($1, updated_at + interval '1 ms')"
        " where status = 'scheduled' and publish_at <= $1 returning id",
        now);
}

std::vector<ProductId> withdraw_due(Tx& tx, platform::Time now) {
    return tx.all<ProductId>(
        "update catalog.product set status = 'archived',"
        " updated_at = greatest($1, updated_at + interval '1 ms')"
        " where status = 'published' and unpublish_at <= $1 returning id",
        now);
}

std::vector<ProductId> take_out_picture(Tx& tx, const media::MediaId& picture, platform::Time now) {
    return tx.all<ProductId>(
        "update catalog.product set updated_at = greatest($2, updated_at + interval '1 ms'),"
        " images = (select coalesce(jsonb_agg(image order by place), '[]')"
        "  from jsonb_array_elements(images) with ordinality kept (image, place)"
        "  where image ->> 'media_id' is distinct from $1)"
        " where images @? '$[*].media_id'"
        "  and jsonb_path_query_array(images, '$[*].media_id') ? $1 returning id",
        picture.text(), now);
}

}  // namespace kontor::catalog::store
