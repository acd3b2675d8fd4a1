// Whole products, read in one statement and written in few.
#include "columns.hpp"
#include "platform/db/row_count.hpp"
#include "store.hpp"

namespace kontor::catalog::store {

using platform::JsonColumn;
using platform::Money;

namespace {

// Ids are bare in the database, TypeIDs in JSON.
struct CategoryJson {
    platform::Uuid id;
    std::string slug;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(CategoryJson, (), (id, slug, name))

struct VariantJson {
    platform::Uuid id;
    std::string sku;
    std::string title;
    std::map<std::string, std::string> options;
    std::vector<Money> prices;
    std::vector<Money> compare_at;
    std::optional<std::int64_t> weight_grams;
    std::optional<std::string> barcode;
    std::optional<Dimensions> dimensions;
};
BOOST_DESCRIBE_STRUCT(VariantJson, (),
                      (id, sku, title, options, prices, compare_at, weight_grams, barcode,
                       dimensions))

struct ProductRow {
    ProductId id;
    std::string slug;
    std::string title;
    std::string description;
    Status status{};
    std::optional<platform::Time> publish_at;
    std::optional<platform::Time> unpublish_at;
    std::string tax_class;
    JsonColumn<std::vector<CategoryJson>> categories;
    std::map<std::string, AttributeValue> attributes;
    std::vector<Option> options;
    std::vector<Image> images;
    Seo seo;
    ProductTranslations translations;
    JsonColumn<std::vector<VariantJson>> variants;
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(ProductRow, (),
                      (id, slug, title, description, status, publish_at, unpublish_at, tax_class,
                       categories, attributes, options, images, seo, translations, variants,
                       created_at, updated_at))

const std::string product_sql =
    "select p.id, p.slug, p.title, p.description, p.status, p.publish_at, p.unpublish_at,"
    " p.tax_class,"
    " array_to_json(array(select json_build_object('id', c.id, 'slug', c.slug, 'name', c.name)"
    "  from catalog.product_category pc join catalog.category c on c.id = pc.category"
    "  where pc.product = p.id order by pc.position)) as categories,"
    " p.attributes, p.options, p.images, p.seo, p.translations,"
    " array_to_json(array(select json_build_object('id', v.id, 'sku', v.sku, 'title', v.title,"
    "   'options', v.options, 'weight_grams', v.weight_grams, 'barcode', v.barcode,"
    "   'dimensions', v.dimensions,"
    "   'prices', array(select json_build_object('amount', x.amount, 'currency', x.currency)"
    "     from catalog.variant_price x where x.variant = v.id order by x.currency),"
    "   'compare_at', array(select json_build_object('amount', x.amount, 'currency', x.currency)"
    "     from catalog.variant_compare_at x where x.variant = v.id order by x.currency))"
    "  from catalog.variant v where v.product = p.id order by v.position)) as variants,"
    " p.created_at, p.updated_at from catalog.product p ";

Variant to_variant(VariantJson row) {
    return {VariantId(row.id),           std::move(row.sku),     std::move(row.title),
            std::move(row.options),      std::move(row.prices),  std::move(row.compare_at),
            std::move(row.weight_grams), std::move(row.barcode), std::move(row.dimensions)};
}

Product to_product(ProductRow row) {
    Product product{row.id,
                    std::move(row.slug),
                    std::move(row.title),
                    std::move(row.description),
                    row.status,
                    row.publish_at,
                    row.unpublish_at,
                    std::move(row.tax_class),
                    {},
                    std::move(row.attributes),
                    std::move(row.options),
                    std::move(row.images),
                    std::move(row.seo),
                    std::move(row.translations),
                    {},
                    row.created_at,
                    row.updated_at};
    for (auto& category : row.categories.value)
        product.categories.push_back(
            {CategoryId(category.id), std::move(category.slug), std::move(category.name)});
    for (auto& variant : row.variants.value)
        product.variants.push_back(to_variant(std::move(variant)));
    return product;
}

std::optional<Product> to_product(std::optional<ProductRow> row) {
    if (!row) return std::nullopt;
    return to_product(*std::move(row));
}

std::vector<Product> to_products(std::vector<ProductRow> rows) {
    std::vector<Product> products;
    products.reserve(rows.size());
    for (auto& row : rows) products.push_back(to_product(std::move(row)));
    return products;
}

// As the pattern of LIKE that finds the text anywhere.
std::string containing(const std::string& text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::optional<Product> product(Reader& reader, const ProductId& id) {
    return to_product(reader.one<ProductRow>(product_sql + "where p.id = $1", id));
}

std::optional<Product> product_by_slug(Reader& reader, const std::string& slug) {
    return to_product(reader.one<ProductRow>(
        product_sql +
            "where p.id = (select owner from catalog.slug where kind = 'product' and slug = $1)",
        slug));
}

std::optional<Product> product_for_update(Tx& tx, const ProductId& id) {
    tx.defer("select from catalog.product where id = $1 for update", id);
    return product(tx, id);
}

namespace {

const std::string named_sql =
    "select id from catalog.product where id in ("
    "  select owner from catalog.slug where kind = 'product' and slug = any($1) and current"
    "  union select product from catalog.variant where sku = any($2)"
    ") order by id ";

}  // namespace

std::vector<ProductId> ids_with(Reader& reader, const std::vector<std::string>& slugs,
                                const std::vector<std::string>& skus) {
    return reader.all<ProductId>(named_sql, slugs, skus);
}

std::vector<Product> products_for_update(Tx& tx, const std::vector<std::string>& slugs,
                                         const std::vector<std::string>& skus) {
    const auto ids = tx.all<ProductId>(named_sql + "for update", slugs, skus);
    if (ids.empty()) return {};
    return products(tx, ids);
}

std::vector<Product> products(Reader& reader, const std::vector<ProductId>& ids) {
    return to_products(reader.all<ProductRow>(product_sql + "where p.id = any($1)", ids));
}

namespace {

const std::string page_sql =
    " ($1::text is null or p.status = $1) and ($2::uuid is null or p.id < $2)"
    " order by p.id desc limit $3";

// Each part has an index of its own, which an or between them would keep from being used.
const std::string found_sql =
    "where p.id = any(array(select id from catalog.product where lower(title) like lower($4)"
    "  union select product from catalog.variant where lower(sku) like lower($4)"
    "  union select product from catalog.variant where barcode = $5)) and";

}  // namespace

std::vector<Product> list(Reader& reader, const ProductFilter& filter) {
    if (!filter.q)
        return to_products(platform::listed<ProductRow>(reader, product_sql + "where" + page_sql,
                                                        filter.status, filter.after, filter.limit));
    return to_products(platform::listed<ProductRow>(reader, product_sql + found_sql + page_sql,
                                                    filter.status, filter.after, filter.limit,
                                                    containing(*filter.q), *filter.q));
}

}  // namespace kontor::catalog::store
