// Whole products written in few statements, however many they are.
#include "platform/json/json.hpp"
#include "store.hpp"

namespace kontor::catalog::store {

using platform::Money;

namespace {

template <class T>
std::string as_json(const T& value) {
    return platform::json::write(value);
}

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

struct VariantColumns {
    std::vector<VariantId> ids;
    std::vector<ProductId> owners;
    std::vector<std::size_t> positions;
    std::vector<std::string> skus, titles, options;
    std::vector<std::optional<std::int64_t>> weights;
    std::vector<std::optional<std::string>> barcodes, dimensions;
    PriceColumns prices, compare_at;

    explicit VariantColumns(const std::vector<const Product*>& products) {
        for (const auto* product : products)
            for (const auto& variant : product->variants)
                add(*product, variant,
                    static_cast<std::size_t>(&variant - product->variants.data()));
    }

    void add(const Product& product, const Variant& variant, std::size_t position) {
        ids.push_back(variant.id);
        owners.push_back(product.id);
        positions.push_back(position);
        skus.push_back(variant.sku);
        titles.push_back(variant.title);
        options.push_back(as_json(variant.options));
        weights.push_back(variant.weight_grams);
        barcodes.push_back(variant.barcode);
        dimensions.emplace_back();
        if (variant.dimensions) dimensions.back() = as_json(*variant.dimensions);
        prices.add(variant.id, variant.prices);
        compare_at.add(variant.id, variant.compare_at);
    }
};

void insert_variants(Tx& tx, const VariantColumns& columns) {
    tx.defer(
        "insert into catalog.variant"
        " (id, product, position, sku, title, options, weight_grams, barcode, dimensions)"
        " select id, product, position, sku, title, options::jsonb, weight, barcode,"
        "  dimensions::jsonb"
        " from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[],"
        "  $7::bigint[], $8::text[], $9::text[])"
        "  new (id, product, position, sku, title, options, weight, barcode, dimensions)"
        " on conflict (id) do update set position = excluded.position, title = excluded.title,"
        "  options = excluded.options, weight_grams = excluded.weight_grams,"
        "  barcode = excluded.barcode, dimensions = excluded.dimensions",
        columns.ids, columns.owners, columns.positions, columns.skus, columns.titles,
        columns.options, columns.weights, columns.barcodes, columns.dimensions);
    insert_prices(tx, columns.prices);
    insert_compare_at(tx, columns.compare_at);
}

std::vector<ProductId> ids_of(const std::vector<const Product*>& products) {
    std::vector<ProductId> ids;
    for (const auto* product : products) ids.push_back(product->id);
    return ids;
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

struct ProductColumns {
    std::vector<ProductId> ids;
    std::vector<std::string> slugs, titles, descriptions, tax_classes;
    std::vector<Status> statuses;
    std::vector<std::optional<platform::Time>> publish_at, unpublish_at;
    std::vector<std::string> attributes, options, images, seo, translations;
    std::vector<platform::Time> created_at, updated_at;

    explicit ProductColumns(const std::vector<const Product*>& products) {
        for (const auto* product : products) add(*product);
    }

    void add(const Product& product) {
        ids.push_back(product.id);
        slugs.push_back(product.slug);
        titles.push_back(product.title);
        descriptions.push_back(product.description);
        tax_classes.push_back(product.tax_class);
        statuses.push_back(product.status);
        publish_at.push_back(product.publish_at);
        unpublish_at.push_back(product.unpublish_at);
        attributes.push_back(as_json(product.attributes));
        options.push_back(as_json(product.options));
        images.push_back(as_json(product.images));
        seo.push_back(as_json(product.seo));
        translations.push_back(as_json(product.translations));
        created_at.push_back(product.created_at);
        updated_at.push_back(product.updated_at);
    }
};

}  // namespace

void insert(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    const ProductColumns columns(products);
    tx.defer(
        "insert into catalog.product (id, slug, title, description, status, publish_at,"
        " unpublish_at, tax_class, attributes, options, images, seo, translations, created_at,"
        " updated_at)"
        " select id, slug, title, description, status, publish_at, unpublish_at, tax_class,"
        "  attributes::jsonb, options::jsonb, images::jsonb, seo::jsonb, translations::jsonb,"
        "  created_at, updated_at"
        " from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[],"
        "  $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[],"
        "  $12::text[], $13::text[], $14::timestamptz[], $15::timestamptz[])"
        "  new (id, slug, title, description, status, publish_at, unpublish_at, tax_class,"
        "  attributes, options, images, seo, translations, created_at, updated_at)",
        columns.ids, columns.slugs, columns.titles, columns.descriptions, columns.statuses,
        columns.publish_at, columns.unpublish_at, columns.tax_classes, columns.attributes,
        columns.options, columns.images, columns.seo, columns.translations, columns.created_at,
        columns.updated_at);
    insert_variants(tx, VariantColumns(products));
    insert_categories(tx, products);
}

void update(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    const ProductColumns columns(products);
    tx.defer(
        "update catalog.product p set slug = new.slug, title = new.title,"
        " description = new.description, status = new.status, publish_at = new.publish_at,"
        " unpublish_at = new.unpublish_at, tax_class = new.tax_class,"
        " attributes = new.attributes::jsonb, options = new.options::jsonb,"
        " images = new.images::jsonb, seo = new.seo::jsonb,"
        " translations = new.translations::jsonb, updated_at = new.updated_at"
        " from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[],"
        "  $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[],"
        "  $12::text[], $13::text[], $14::timestamptz[])"
        "  new (id, slug, title, description, status, publish_at, unpublish_at, tax_class,"
        "  attributes, options, images, seo, translations, updated_at)"
        " where p.id = new.id",
        columns.ids, columns.slugs, columns.titles, columns.descriptions, columns.statuses,
        columns.publish_at, columns.unpublish_at, columns.tax_classes, columns.attributes,
        columns.options, columns.images, columns.seo, columns.translations, columns.updated_at);
}

void replace_categories(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    tx.defer("delete from catalog.product_category where product = any($1)", ids_of(products));
    insert_categories(tx, products);
}

// Places are unique, also while they are being changed: they make room first.
void replace_variants(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    const VariantColumns columns(products);
    const auto owners = ids_of(products);
    tx.defer("delete from catalog.variant where product = any($1) and id <> all($2)", owners,
             columns.ids);
    tx.defer("update catalog.variant set position = position + 10000 where product = any($1)",
             owners);
    tx.defer("delete from catalog.variant_price where variant = any($1)", columns.ids);
    tx.defer("delete from catalog.variant_compare_at where variant = any($1)", columns.ids);
    insert_variants(tx, columns);
}

void remove(Tx& tx, const ProductId& id) {
    tx.defer("delete from catalog.product where id = $1", id);
}

}  // namespace kontor::catalog::store
