// Whole products written in few statements, however many they are.
#include "columns.hpp"
#include "platform/db/column_of.hpp"
#include "store.hpp"

namespace kontor::catalog::store {

using platform::ColumnOf;
using platform::Money;

namespace {

// Of a product's variants or categories: which, of which product, and its place among them.
template <class T>
struct Part {
    const Product* product;
    const T* value;
    std::size_t position;
};

template <class T>
std::vector<Part<T>> parts_of(const std::vector<const Product*>& products,
                              std::vector<T> Product::* member) {
    std::vector<Part<T>> parts;
    for (const auto* product : products)
        for (std::size_t place = 0; place < (product->*member).size(); ++place)
            parts.push_back({product, &(product->*member)[place], place});
    return parts;
}

using VariantPart = Part<Variant>;
using CategoryPart = Part<CategoryReference>;

void insert_prices(Tx& tx, const std::string& table, const std::vector<VariantPart>& variants,
                   std::vector<Money> Variant::* member) {
    using Price = std::pair<VariantId, Money>;
    std::vector<Price> prices;
    for (const auto& variant : variants)
        for (const auto& price : variant.value->*member)
            prices.emplace_back(variant.value->id, price);
    if (!prices.empty())
        tx.defer("insert into catalog." + table +
                     " (variant, currency, amount)"
                     " select * from unnest($1::uuid[], $2::text[], $3::bigint[])",
                 ColumnOf(prices, &Price::first),
                 ColumnOf(prices, &Price::second, &Money::currency),
                 ColumnOf(prices, &Price::second, &Money::amount));
}

void insert_variants(Tx& tx, const std::vector<VariantPart>& variants) {
    const auto column = [&](auto member) {
        return ColumnOf(variants, &VariantPart::value, member);
    };
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
        column(&Variant::id), ColumnOf(variants, &VariantPart::product, &Product::id),
        ColumnOf(variants, &VariantPart::position), column(&Variant::sku), column(&Variant::title),
        column(&Variant::options), column(&Variant::weight_grams), column(&Variant::barcode),
        column(&Variant::dimensions));
    insert_prices(tx, "variant_price", variants, &Variant::prices);
    insert_prices(tx, "variant_compare_at", variants, &Variant::compare_at);
}

void insert_categories(Tx& tx, const std::vector<const Product*>& products) {
    const auto categories = parts_of(products, &Product::categories);
    if (!categories.empty())
        tx.defer(
            "insert into catalog.product_category (product, category, position)"
            " select * from unnest($1::uuid[], $2::uuid[], $3::smallint[])",
            ColumnOf(categories, &CategoryPart::product, &Product::id),
            ColumnOf(categories, &CategoryPart::value, &CategoryReference::id),
            ColumnOf(categories, &CategoryPart::position));
}

}  // namespace

void insert(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    const auto column = [&](auto member) { return ColumnOf(products, member); };
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
        column(&Product::id), column(&Product::slug), column(&Product::title),
        column(&Product::description), column(&Product::status), column(&Product::publish_at),
        column(&Product::unpublish_at), column(&Product::tax_class), column(&Product::attributes),
        column(&Product::options), column(&Product::images), column(&Product::seo),
        column(&Product::translations), column(&Product::created_at), column(&Product::updated_at));
    insert_variants(tx, parts_of(products, &Product::variants));
    insert_categories(tx, products);
}

void update(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    const auto column = [&](auto member) { return ColumnOf(products, member); };
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
        column(&Product::id), column(&Product::slug), column(&Product::title),
        column(&Product::description), column(&Product::status), column(&Product::publish_at),
        column(&Product::unpublish_at), column(&Product::tax_class), column(&Product::attributes),
        column(&Product::options), column(&Product::images), column(&Product::seo),
        column(&Product::translations), column(&Product::updated_at));
}

void replace_categories(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    tx.defer("delete from catalog.product_category where product = any($1)",
             ColumnOf(products, &Product::id));
    insert_categories(tx, products);
}

// Places are unique, also while they are being changed: they make room first.
void replace_variants(Tx& tx, const std::vector<const Product*>& products) {
    if (products.empty()) return;
    const auto variants = parts_of(products, &Product::variants);
    const ColumnOf owners(products, &Product::id);
    const ColumnOf ids(variants, &VariantPart::value, &Variant::id);
    tx.defer("delete from catalog.variant where product = any($1) and id <> all($2)", owners, ids);
    tx.defer("update catalog.variant set position = position + 10000 where product = any($1)",
             owners);
    tx.defer("delete from catalog.variant_price where variant = any($1)", ids);
    tx.defer("delete from catalog.variant_compare_at where variant = any($1)", ids);
    insert_variants(tx, variants);
}

void remove(Tx& tx, const ProductId& id) {
    tx.defer("delete from catalog.product where id = $1", id);
}

}  // namespace kontor::catalog::store
