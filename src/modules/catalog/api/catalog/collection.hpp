// Products shown together, chosen one by one or by a rule.
#pragma once

#include "catalog/product.hpp"
#include "catalog/unchanged.hpp"
#include "platform/core/result.hpp"

namespace kontor::catalog {

// A product belongs to it that meets everything that is given.
struct CollectionRule {
    // Slugs or ids; in any of them, or below.
    std::optional<std::vector<std::string>> categories{};
    // For each name, any of the values.
    std::optional<std::map<std::string, std::vector<AttributeValue>>> attributes{};
    // That some variant has, in this currency.
    std::optional<platform::Money> price_min{};
    std::optional<platform::Money> price_max{};
    std::optional<std::string> title{};  // a part of it, in any case
    friend bool operator==(const CollectionRule&, const CollectionRule&) = default;
};
BOOST_DESCRIBE_STRUCT(CollectionRule, (), (categories, attributes, price_min, price_max, title))

struct CollectionTranslation {
    std::optional<std::string> title{};
    std::optional<std::string> slug{};
    std::optional<std::string> description{};
    std::optional<Seo> seo{};
    friend bool operator==(const CollectionTranslation&, const CollectionTranslation&) = default;
};
BOOST_DESCRIBE_STRUCT(CollectionTranslation, (), (title, slug, description, seo))

using CollectionTranslations = std::map<std::string, CollectionTranslation>;  // by language tag

struct Collection {
    CollectionId id;
    std::string slug;
    std::string title;
    std::string description{};
    bool published = true;
    std::optional<CollectionRule> rule{};  // none: chosen by hand
    Seo seo{};
    CollectionTranslations translations{};
    platform::Time created_at{};
    friend bool operator==(const Collection&, const Collection&) = default;
};
BOOST_DESCRIBE_STRUCT(Collection, (),
                      (id, slug, title, description, published, rule, seo, translations,
                       created_at))

struct ResolvedCollection {
    Collection collection;
    bool redirected = false;  // found by a slug that it had once
};
BOOST_DESCRIBE_STRUCT(ResolvedCollection, (), (collection, redirected))

using NewCollectionTranslation = NewProductTranslation;
using NewCollectionTranslations = NewProductTranslations;

// Either a rule or products, in their order, or neither: by hand, still empty.
struct NewCollection {
    platform::Text<1, 200> title;
    std::optional<platform::Slug> slug;  // default: made from the title
    std::optional<platform::Text<0, 50'000>> description;
    std::optional<bool> published;  // default: true
    std::optional<CollectionRule> rule;
    std::optional<std::vector<ProductId>> products;
    std::optional<Seo> seo;
    std::optional<NewCollectionTranslations> translations;
};
BOOST_DESCRIBE_STRUCT(NewCollection, (),
                      (title, slug, description, published, rule, products, seo, translations))

// Absent members stay as they are. products replaces all of them; with rule null it turns one by
// rule into one by hand, which keeps the products that it has where none are given.
struct CollectionChange {
    std::optional<platform::Text<1, 200>> title;
    std::optional<platform::Slug> slug;
    platform::Change<platform::Text<0, 50'000>> description;
    std::optional<bool> published;
    platform::Change<CollectionRule> rule;
    std::optional<std::vector<ProductId>> products;
    platform::Change<Seo> seo;
    platform::Change<NewCollectionTranslations> translations;
};
BOOST_DESCRIBE_STRUCT(CollectionChange, (),
                      (title, slug, description, published, rule, products, seo, translations))

// A product's place in a collection; those by rule all have the same position.
struct CollectionPlace {
    std::int64_t position = 0;
    ProductId product;
    friend bool operator==(const CollectionPlace&, const CollectionPlace&) = default;
};
BOOST_DESCRIBE_STRUCT(CollectionPlace, (), (position, product))

// Which products a rule chooses follows the products by events, a moment behind. Thread-safe.
class Collections {
public:
    virtual ~Collections() = default;

    // The newest first, after the last of the page before.
    virtual std::vector<Collection> list(const std::optional<CollectionId>& after,
                                         std::size_t limit) = 0;
    // Likewise, of those that shoppers see.
    virtual std::vector<Collection> published(const std::optional<CollectionId>& after,
                                              std::size_t limit) = 0;
    // By TypeID or slug, also one that it had once. Refuses catalog.no_such_collection.
    virtual platform::Result<ResolvedCollection> resolve(const std::string& id_or_slug) = 0;
    // Published products only: by hand in their order, by rule the newest first; after the last of
    // the page before.
    virtual std::vector<CollectionPlace> collection_products(
        const CollectionId& id, const std::optional<CollectionPlace>& after, std::size_t limit) = 0;
    // Refuses catalog.slug_taken (conflict), catalog.rule_or_products, catalog.bad_rule,
    // catalog.no_such_category, catalog.no_such_product, catalog.product_twice,
    // catalog.bad_language, catalog.bad_seo (invalid).
    virtual platform::Result<Collection> create(const NewCollection& collection) = 0;
    // Refuses catalog.no_such_collection, and as create().
    virtual platform::Result<Collection> change(const CollectionId& id,
                                                const CollectionChange& change,
                                                const Unchanged<Collection>& unchanged = {}) = 0;
    // Refuses catalog.no_such_collection.
    virtual platform::Result<> remove(const CollectionId& id,
                                      const Unchanged<Collection>& unchanged = {}) = 0;
};

}  // namespace kontor::catalog
