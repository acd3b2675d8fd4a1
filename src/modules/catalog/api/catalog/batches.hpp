// Variants by the names that files have for them, many at once.
#pragma once

#include "catalog/product.hpp"
#include "platform/core/result.hpp"

namespace kontor::catalog {

// What changes of the variant that has this SKU. unchanged_since is not looked at.
struct SkuChange {
    std::string sku;
    VariantChange change{};
};
BOOST_DESCRIBE_STRUCT(SkuChange, (), (sku, change))

// The price of a variant in one currency, and what it cost before in minor units of it.
struct SkuPrice {
    std::string sku;
    platform::Money price;
    platform::Change<std::int64_t> compare_at{};
};
BOOST_DESCRIBE_STRUCT(SkuPrice, (), (sku, price, compare_at))

// Each change is one transaction for all that can be kept, with an answer for each, in order:
// whether there was something to change. Thread-safe.
class Batches {
public:
    virtual ~Batches() = default;

    // Those that have one of these slugs, or a variant with one of these SKUs, in no particular
    // order.
    virtual std::vector<Product> products_with(const std::vector<std::string>& slugs,
                                               const std::vector<std::string>& skus) = 0;
    // Refuses catalog.no_such_sku, and as Catalog::change_variant().
    virtual std::vector<platform::Result<bool>> change_variants(
        const std::vector<SkuChange>& changes) = 0;
    // Prices in other currencies stay. Refuses likewise.
    virtual std::vector<platform::Result<bool>> change_prices(
        const std::vector<SkuPrice>& prices) = 0;
};

}  // namespace kontor::catalog
