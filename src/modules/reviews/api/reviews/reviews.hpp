#pragma once

#include "catalog/ids.hpp"
#include "platform/core/result.hpp"
#include "reviews/ids.hpp"

#include <vector>

namespace kontor::reviews {

// What the accepted reviews of a product say together.
struct Rating {
    catalog::ProductId product;
    std::int64_t average_milli = 0;  // thousandths of a star
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Rating, (), (product, average_milli, count))

// Ratings and texts of customers, after moderation. Thread-safe.
class Reviews {
public:
    virtual ~Reviews() = default;

    // Of those that have any.
    virtual std::vector<Rating> ratings(const std::vector<catalog::ProductId>& products) = 0;
};

}  // namespace kontor::reviews
