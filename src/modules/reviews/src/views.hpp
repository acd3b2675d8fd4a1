// What the routes of reviews share.
#pragma once

#include "catalog/catalog.hpp"
#include "reviews/reviews.hpp"

namespace kontor::reviews {

struct ProductPath {
    std::string product;  // id or slug
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))

struct ReviewPath {
    ReviewId review;
};
BOOST_DESCRIBE_STRUCT(ReviewPath, (), (review))

// Refuses catalog.no_such_product, also for one that is not published.
platform::Result<catalog::ProductId> product_of(catalog::Catalog& catalog,
                                                const std::string& id_or_slug);

}  // namespace kontor::reviews
