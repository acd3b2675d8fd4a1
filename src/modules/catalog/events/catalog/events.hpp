#pragma once

#include "catalog/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"

#include <string>

namespace kontor::catalog {

struct ProductCreated {
    static constexpr std::string_view name = "catalog.product_created.v1";
    ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductCreated, (), (product))

// Anything that a reader of the product could see, prices included.
struct ProductChanged {
    static constexpr std::string_view name = "catalog.product_changed.v1";
    ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductChanged, (), (product))

struct ProductDeleted {
    static constexpr std::string_view name = "catalog.product_deleted.v1";
    ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductDeleted, (), (product))

struct VariantAdded {
    static constexpr std::string_view name = "catalog.variant_added.v1";
    ProductId product;
    VariantId variant;
    std::string sku;
    std::int64_t initial_stock = 0;
};
BOOST_DESCRIBE_STRUCT(VariantAdded, (), (product, variant, sku, initial_stock))

struct VariantRemoved {
    static constexpr std::string_view name = "catalog.variant_removed.v1";
    ProductId product;
    VariantId variant;
    std::string sku;
};
BOOST_DESCRIBE_STRUCT(VariantRemoved, (), (product, variant, sku))

struct PriceChanged {
    static constexpr std::string_view name = "catalog.price_changed.v1";
    ProductId product;
    VariantId variant;
    platform::Money before;
    platform::Money after;
};
BOOST_DESCRIBE_STRUCT(PriceChanged, (), (product, variant, before, after))

// Made, renamed, translated, or elsewhere in the tree, which concerns those below it as well.
struct CategoryChanged {
    static constexpr std::string_view name = "catalog.category_changed.v1";
    CategoryId category;
};
BOOST_DESCRIBE_STRUCT(CategoryChanged, (), (category))

// The products that were in it announce ProductChanged.
struct CategoryDeleted {
    static constexpr std::string_view name = "catalog.category_deleted.v1";
    CategoryId category;
};
BOOST_DESCRIBE_STRUCT(CategoryDeleted, (), (category))

// Made, described otherwise, or with other products.
struct CollectionChanged {
    static constexpr std::string_view name = "catalog.collection_changed.v1";
    CollectionId collection;
};
BOOST_DESCRIBE_STRUCT(CollectionChanged, (), (collection))

struct CollectionDeleted {
    static constexpr std::string_view name = "catalog.collection_deleted.v1";
    CollectionId collection;
};
BOOST_DESCRIBE_STRUCT(CollectionDeleted, (), (collection))

// Defined, defined otherwise, or no longer defined. code: the name that products have it under.
struct AttributeChanged {
    static constexpr std::string_view name = "catalog.attribute_changed.v1";
    AttributeId attribute;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(AttributeChanged, (), (attribute, code))

}  // namespace kontor::catalog
