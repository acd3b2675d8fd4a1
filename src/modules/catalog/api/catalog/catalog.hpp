#pragma once

#include "catalog/attribute.hpp"
#include "catalog/category.hpp"
#include "platform/core/result.hpp"

namespace kontor::catalog {

struct ProductFilter {
    std::optional<std::string> q;  // part of the title or a SKU
    std::optional<Status> status;
    std::optional<ProductId> after;  // newest first; the last product of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(ProductFilter, (), (q, status, after, limit))

// Products and variants, and what other modules need to know beside them. Every call is one
// transaction or a read of a few statements. Thread-safe.
class Catalog {
public:
    virtual ~Catalog() = default;

    // Refuses catalog.sku_taken, catalog.slug_taken (conflict), catalog.no_variants,
    // catalog.bad_sku, catalog.no_prices, catalog.price_not_positive, catalog.price_twice,
    // catalog.options_differ, catalog.bad_option, catalog.no_such_category, catalog.not_a_slug,
    // catalog.bad_attribute, catalog.bad_seo, catalog.bad_barcode, catalog.bad_image,
    // catalog.no_such_media, catalog.bad_language, catalog.no_publish_at, catalog.too_many
    // (invalid): named after the first problem, with every problem that can be seen without the
    // database.
    virtual platform::Result<Product> create(const NewProduct& product) = 0;
    // One transaction for all that can be kept; an answer for each, in order. For imports.
    virtual std::vector<platform::Result<ProductId>> create_all(
        const std::vector<NewProduct>& products) = 0;
    // What create_all() would refuse, keeping nothing.
    virtual std::vector<platform::Result<>> check_all(const std::vector<NewProduct>& products) = 0;
    // Likewise; a product that has the slug, or without one the first SKU, becomes as given,
    // whatever it was: variants are matched by SKU, and what is not given is as in a new product.
    // Stock is for new variants only.
    virtual std::vector<platform::Result<Upserted>> upsert_all(
        const std::vector<NewProduct>& products) = 0;
    // What upsert_all() would do, keeping nothing.
    virtual std::vector<platform::Result<Upsert>> check_upserts(
        const std::vector<NewProduct>& products) = 0;
    // A change that changes nothing is not announced. Refuses catalog.no_such_product,
    // catalog.changed_meanwhile (precondition_failed), and as create().
    virtual platform::Result<Product> change(const ProductId& id, const ProductChange& change) = 0;
    // Refuses catalog.no_such_variant, catalog.changed_meanwhile (precondition_failed),
    // catalog.no_prices, catalog.price_not_positive, catalog.price_twice.
    virtual platform::Result<Product> change_variant(const VariantId& id,
                                                     const VariantChange& change) = 0;
    // Refuses catalog.no_such_product, catalog.sku_taken (conflict), and what create() refuses a
    // variant for. The last of the product's variants in order.
    virtual platform::Result<Product> add_variant(const ProductId& id,
                                                  const NewVariant& variant) = 0;
    // Refuses catalog.no_such_variant, catalog.last_variant (conflict), catalog.changed_meanwhile
    // (precondition_failed).
    virtual platform::Result<Product> remove_variant(
        const VariantId& id, const std::optional<platform::Time>& unchanged_since = {}) = 0;
    // Refuses catalog.no_such_product, catalog.changed_meanwhile (precondition_failed).
    virtual platform::Result<> remove(const ProductId& id,
                                      const std::optional<platform::Time>& unchanged_since) = 0;

    // Whatever its status. id_or_slug: a TypeID or a slug in any language, also one that it had
    // once and that no other has taken since. One round trip. Refuses catalog.no_such_product.
    virtual platform::Result<Product> product(const std::string& id_or_slug) = 0;
    // Likewise, and tells whether it has moved. See in_language() of localise.hpp.
    virtual platform::Result<ResolvedProduct> resolve(const std::string& id_or_slug) = 0;
    // Those that exist, in no particular order.
    virtual std::vector<Product> products(const std::vector<ProductId>& ids) = 0;
    virtual std::vector<Product> list(const ProductFilter& filter) = 0;
    // Every product's id in ascending order, page by page: for read models that start anew.
    virtual std::vector<ProductId> ids_after(const std::optional<ProductId>& after,
                                             std::size_t limit) = 0;

    // By SKU or TypeID, as remembered until forget_sellable(). Not inside a transaction. Refuses
    // catalog.no_such_variant.
    virtual platform::Result<SellableVariant> sellable(const std::string& sku_or_id,
                                                       platform::Currency currency) = 0;
    // As they stand now.
    virtual std::vector<SellableVariant> sellable(const std::vector<VariantId>& variants,
                                                  platform::Currency currency) = 0;
    // As remembered until forget_sellable(): all of them without a round trip, or with one. Not
    // inside a transaction that changes the catalogue.
    virtual std::vector<SellableVariant> remembered_sellable(const std::vector<VariantId>& variants,
                                                             platform::Currency currency) = 0;
    virtual void forget_sellable() = 0;

    // As Categories::all().
    virtual std::vector<Category> categories() = 0;
    // Definitions, by position. Attributes without one can be filtered by.
    virtual std::vector<Attribute> attributes() = 0;

    // Publishes the scheduled and withdraws the published whose time has come, with their facts;
    // answers how many. For a job.
    virtual std::size_t keep_schedule() = 0;
};

}  // namespace kontor::catalog
