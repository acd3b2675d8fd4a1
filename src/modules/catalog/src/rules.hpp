// What has to be true of collections and their rules, whatever the catalogue holds: pure.
#pragma once

#include "catalog/collection.hpp"

namespace kontor::catalog {

platform::Result<> check(const NewCollection& request);
platform::Result<> check(const CollectionChange& change);

platform::Error rule_or_products();

}  // namespace kontor::catalog
