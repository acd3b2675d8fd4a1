// What several use cases say no with.
#pragma once

#include "platform/core/result.hpp"

#include <string>

namespace kontor::catalog {

inline platform::Error no_such_product(const std::string& name) {
    return {platform::ErrorKind::not_found, "catalog.no_such_product",
            "there is no product " + name};
}

inline platform::Error no_such_variant(const std::string& name) {
    return {platform::ErrorKind::not_found, "catalog.no_such_variant",
            "there is no variant " + name};
}

inline platform::Error sku_taken(const std::string& sku, const std::string& pointer) {
    return {platform::ErrorKind::conflict,
            "catalog.sku_taken",
            "another variant has the SKU '" + sku + "'",
            {{pointer, "taken", "a SKU that no other variant has"}}};
}

}  // namespace kontor::catalog
