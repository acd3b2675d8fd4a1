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

struct PriceChanged {
    static constexpr std::string_view name = "catalog.price_changed.v1";
    ProductId product;
    VariantId variant;
    platform::Money before;
    platform::Money after;
};
BOOST_DESCRIBE_STRUCT(PriceChanged, (), (product, variant, before, after))

}  // namespace kontor::catalog
