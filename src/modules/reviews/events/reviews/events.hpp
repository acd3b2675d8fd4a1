#pragma once

#include "catalog/ids.hpp"
#include "platform/core/describe.hpp"

namespace kontor::reviews {

// The accepted reviews of a product now say this together.
struct RatingChanged {
    static constexpr std::string_view name = "reviews.rating_changed.v1";
    catalog::ProductId product;
    std::int64_t average_milli = 0;  // thousandths of a star; 0 where there is no review
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RatingChanged, (), (product, average_milli, count))

}  // namespace kontor::reviews
