#pragma once

#include "catalog/ids.hpp"

namespace kontor::reviews {

// What a cached list of a product's reviews depends on.
inline std::string tag_of(const catalog::ProductId& product) {
    return "reviews:" + product.text();
}

}  // namespace kontor::reviews
