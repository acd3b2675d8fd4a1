#pragma once

#include "auth/ids.hpp"
#include "catalog/ids.hpp"
#include "platform/core/describe.hpp"
#include "reviews/ids.hpp"

#include <optional>
#include <string>

namespace kontor::reviews {

// The accepted reviews of a product now say this together.
struct RatingChanged {
    static constexpr std::string_view name = "reviews.rating_changed.v1";
    catalog::ProductId product;
    std::int64_t average_milli = 0;  // thousandths of a star; 0 where there is no review
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RatingChanged, (), (product, average_milli, count))

// What shoppers read in the reviews of a product is another from now on: one more or less, an
// answer, a vote.
struct ReviewsChanged {
    static constexpr std::string_view name = "reviews.reviews_changed.v1";
    catalog::ProductId product;
};
BOOST_DESCRIBE_STRUCT(ReviewsChanged, (), (product))

// Written, written anew, accepted or rejected. from: none for one that was not there.
struct ReviewMoved {
    static constexpr std::string_view name = "reviews.review_moved.v1";
    ReviewId review;
    catalog::ProductId product;
    auth::UserId customer;
    std::optional<std::string> from;
    std::string to;
};
BOOST_DESCRIBE_STRUCT(ReviewMoved, (), (review, product, customer, from, to))

}  // namespace kontor::reviews
