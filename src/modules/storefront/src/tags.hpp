// What a page depends on, in the response cache.
#pragma once

#include "catalog/ids.hpp"

namespace kontor::storefront {

// Of a product, a variant, a category or a collection.
template <class Id>
std::string tag_of(const Id& id) {
    return "page of " + id.text();
}

// Of every page that shows prices, and of every list of products.
inline constexpr auto rules_tag = "pages with prices";
inline constexpr auto listing_tag = "pages with summaries";

}  // namespace kontor::storefront
