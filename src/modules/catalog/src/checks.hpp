// What has to be true of a request, whatever the catalogue holds: pure.
#pragma once

#include "catalog/product.hpp"
#include "platform/core/result.hpp"

namespace kontor::catalog {

// Each refuses with every problem that it finds, named after the first.
platform::Result<> check(const NewProduct& request);
platform::Result<> check(const NewVariant& request);
platform::Result<> check(const ProductChange& change);
platform::Result<> check(const VariantChange& change);
platform::Result<> check_schedule(const Product& product);
// Not too many; every variant has a value for the same options, and no two have all the same.
platform::Result<> check_variants(const std::vector<Variant>& variants);
// wanted: an order of the options that the variants have.
platform::Result<> check_arrangement(const std::vector<Option>& wanted,
                                     const std::vector<Option>& options);

}  // namespace kontor::catalog
