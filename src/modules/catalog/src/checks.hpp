// What has to be true of a request, whatever the catalogue holds: pure.
#pragma once

#include "catalog/product.hpp"
#include "platform/core/result.hpp"

namespace kontor::catalog {

// Each refuses with every problem that it finds, named after the first.
platform::Result<> check(const NewProduct& request);
platform::Result<> check(const ProductChange& change);
platform::Result<> check(const VariantChange& change);

}  // namespace kontor::catalog
