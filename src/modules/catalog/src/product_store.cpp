// Whole products, read in one statement and written in few.
#include "platform/db/json_column.hpp"
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
};
BOOST_DESCRIBE_STRUCT(VariantJson, (), (id, sku, title, options, prices, compare_at, weight_grams))

struct ProductRow {
    ProductId id;
    std::string slug;
    std::string title;
    std::string description;
    Status status{};
    JsonColumn<std::vector<CategoryJson>> categories;
    JsonColumn<std::map<std::string, AttributeValue>> attributes;
    JsonColumn<std::vector<Option>> options;
    JsonColumn<std::vector<Image>> images;
    JsonColumn<Seo> seo;
    JsonColumn<std::vector<VariantJson>> variants;
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(ProductRow, (),
                      (id, slug, title, description, status, categories, attributes, options,
                       images, seo, variants, created_at, updated_at))

const std::string product_sql =
    "select p.id, p.slug, p.title, p.description, p.status,"
    " array_to_json(array(select json_build_object('id', c.id, 'slug', c.slug, 'name', c.name)"
    "  from catalog.product_category pc join catalog.category c on c.id = pc.category"
    "  where pc.product = p.id order by pc.position)) as categories,"
    " p.attributes, p.options, p.images, p.seo,"
    " array_to_json(array(select json_build_object('id', v.id, 'sku', v.sku, 'title', v.title,"
    "   'options', v.options, 'weight_grams', v.weight_grams,"
    "   'prices', array(select json_build_object('amount', x.amount, 'currency', x.currency)"
    "     from catalog.variant_price x where x.variant = v.id order by x.currency),"
    "   'compare_at', array(select json_build_object('amount', x.amount, 'currency', x.currency)"
    "     from catalog.variant_compare_at x where x.variant = v.id order by x.currency))"
    "  from catalog.variant v where v.product = p.id order by v.position)) as variants,"
    " p.created_at, p.updated_at from catalog.product p ";

Product to_product(ProductRow row) {
    Product product{row.id,
                    std::move(row.slug),
                    std::move(row.title),
                    std::move(row.description),
                    row.status,
                    {},
                    std::move(row.attributes.value),
                    std::move(row.options.value),
                    std::move(row.images.value),
                    std::move(row.seo.value),
                    {},
                    row.created_at,
                    row.updated_at};
    for (auto& category : row.categories.value)
        product.categories.push_back(
            {CategoryId(category.id), std::move(category.slug), std::move(category.name)});
    for (auto& variant : row.variants.value)
        product.variants.push_back({VariantId(variant.id), std::move(variant.sku),
                                    std::move(variant.title), std::move(variant.options),
                                    std::move(variant.prices), std::move(variant.compare_at),
                                    variant.weight_grams});
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
    return to_product(reader.one<ProductRow>(product_sql + "where p.slug = $1", slug));
}

std::optional<Product> product_for_update(Tx& tx, const ProductId& id) {
    tx.defer("select from catalog.product where id = $1 for update", id);
    return product(tx, id);
}

std::vector<Product> products(Reader& reader, const std::vector<ProductId>& ids) {
    return to_products(reader.all<ProductRow>(product_sql + "where p.id = any($1)", ids));
}

std::vector<Product> list(Reader& reader, const ProductFilter& filter) {
    std::optional<std::string> pattern;
    if (filter.q) pattern = containing(*filter.q);
    return to_products(reader.all<ProductRow>(
        product_sql +
            "where ($1::text is null or p.title ilike $1 or exists (select from catalog.variant v"
            "  where v.product = p.id and v.sku ilike $1))"
            " and ($2::text is null or p.status = $2) and ($3::uuid is null or p.id < $3)"
            " order by p.id desc limit $4",
        pattern, filter.status, filter.after, filter.limit));
}

namespace {

struct PriceColumns {
    std::vector<VariantId> variants;
    std::vector<platform::Currency> currencies;
    std::vector<std::int64_t> amounts;

    void add(const VariantId& variant, const std::vector<Money>& prices) {
        for (const auto& price : prices) {
            variants.push_back(variant);
            currencies.push_back(price.currency);
            amounts.push_back(price.amount);
        }
    }
};

void insert_prices(Tx& tx, const PriceColumns& prices) {
    if (!prices.variants.empty())
        tx.defer(
            "insert into catalog.variant_price (variant, currency, amount)"
            " select * from unnest($1::uuid[], $2::text[], $3::bigint[])",
            prices.variants, prices.currencies, prices.amounts);
}

void insert_compare_at(Tx& tx, const PriceColumns& prices) {
    if (!prices.variants.empty())
        tx.defer(
            "insert into catalog.variant_compare_at (variant, currency, amount)"
            " select * from unnest($1::uuid[], $2::text[], $3::bigint[])",
            prices.variants, prices.currencies, prices.amounts);
}

void insert_variants(Tx& tx, const std::vector<const Product*>& products) {
    std::vector<VariantId> ids;
    std::vector<ProductId> owners;
    std::vector<std::size_t> positions;
    std::vector<std::string> skus, titles, options;
    std::vector<std::optional<std::int64_t>> weights;
    PriceColumns prices, compare_at;
    for (const auto* product : products)
        for (std::size_t position = 0; position < product->variants.size(); ++position) {
            const auto& variant = product->variants[position];
            ids.push_back(variant.id);
            owners.push_back(product->id);
            positions.push_back(position);
            skus.push_back(variant.sku);
            titles.push_back(variant.title);
            options.push_back(platform::json::write(variant.options));
            weights.push_back(variant.weight_grams);
            prices.add(variant.id, variant.prices);
            compare_at.add(variant.id, variant.compare_at);
        }
    tx.defer(
        "insert into catalog.variant (id, product, position, sku, title, options, weight_grams)"
        " select id, product, position, sku, title, options::jsonb, weight"
        " from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[],"
        " $7::bigint[]) new (id, product, position, sku, title, options, weight)",
        ids, owners, positions, skus, titles, options, weights);
    insert_prices(tx, prices);
    insert_compare_at(tx, compare_at);
}

void insert_categories(Tx& tx, const std::vector<const Product*>& products) {
    std::vector<ProductId> owners;
    std::vector<CategoryId> categories;
    std::vector<std::size_t> positions;
    for (const auto* product : products)
        for (std::size_t position = 0; position < product->categories.size(); ++position) {
            owners.push_back(product->id);
            categories.push_back(product->categories[position].id);
            positions.push_back(position);
        }
    if (!owners.empty())
        tx.defer(
            "insert into catalog.product_category (product, category, position)"
            " select * from unnest($1::uuid[], $2::uuid[], $3::smallint[])",
            owners, categories, positions);
}

}  // namespace

void insert(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    std::vector<ProductId> ids;
    std::vector<std::string> slugs, titles, descriptions, attributes, options, images, seo;
    std::vector<Status> statuses;
    for (const auto* product : products) {
        ids.push_back(product->id);
        slugs.push_back(product->slug);
        titles.push_back(product->title);
        descriptions.push_back(product->description);
        statuses.push_back(product->status);
        attributes.push_back(platform::json::write(product->attributes));
        options.push_back(platform::json::write(product->options));
        images.push_back(platform::json::write(product->images));
        seo.push_back(platform::json::write(product->seo));
    }
    tx.defer(
        "insert into catalog.product (id, slug, title, description, status, attributes, options,"
        " images, seo, created_at, updated_at)"
        " select id, slug, title, description, status, attributes::jsonb, options::jsonb,"
        "  images::jsonb, seo::jsonb, $10, $10"
        " from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],"
        "  $7::text[], $8::text[], $9::text[])"
        "  new (id, slug, title, description, status, attributes, options, images, seo)",
        ids, slugs, titles, descriptions, statuses, attributes, options, images, seo,
        products.front()->created_at);
    insert_variants(tx, products);
    insert_categories(tx, products);
}

void update(Tx& tx, const Product& product) {
    tx.defer(
        "update catalog.product set slug = $2, title = $3, description = $4, status = $5,"
        " attributes = $6, images = $7, seo = $8, updated_at = $9 where id = $1",
        product.id, product.slug, product.title, product.description, product.status,
        platform::json::write(product.attributes), platform::json::write(product.images),
        platform::json::write(product.seo), product.updated_at);
}

void replace_categories(Tx& tx, const Product& product) {
    tx.defer("delete from catalog.product_category where product = $1", product.id);
    insert_categories(tx, {&product});
}

void update_variant(Tx& tx, const Variant& variant) {
    tx.defer("update catalog.variant set title = $2, weight_grams = $3 where id = $1", variant.id,
             variant.title, variant.weight_grams);
    tx.defer("delete from catalog.variant_price where variant = $1", variant.id);
    tx.defer("delete from catalog.variant_compare_at where variant = $1", variant.id);
    PriceColumns prices, compare_at;
    prices.add(variant.id, variant.prices);
    compare_at.add(variant.id, variant.compare_at);
    insert_prices(tx, prices);
    insert_compare_at(tx, compare_at);
}

void remove(Tx& tx, const ProductId& id) {
    tx.defer("delete from catalog.product where id = $1", id);
}

}  // namespace kontor::catalog::store
