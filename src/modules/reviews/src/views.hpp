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

// What everybody reads.
struct ReviewView {
    ReviewId id;
    std::int64_t stars = 0;
    std::string title;
    std::string text;
    std::string author;
    bool verified_purchase = false;
    std::int64_t helpful = 0;
    std::optional<std::string> answer;
    std::optional<platform::Time> answered_at;
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(ReviewView, (),
                      (id, stars, title, text, author, verified_purchase, helpful, answer,
                       answered_at, created_at, updated_at))

// What its author sees.
struct OwnReviewView : ReviewView {
    catalog::ProductId product_id;
    Status status = Status::unread;
    std::optional<std::string> rejection_reason;
};
BOOST_DESCRIBE_STRUCT(OwnReviewView, (),
                      (id, product_id, stars, title, text, author, status, rejection_reason,
                       verified_purchase, helpful, answer, answered_at, created_at, updated_at))

struct StaffReviewView : OwnReviewView {
    auth::UserId customer_id;
    std::optional<std::vector<Move>> history;  // of one that is read alone
};
BOOST_DESCRIBE_STRUCT(StaffReviewView, (),
                      (id, product_id, customer_id, stars, title, text, author, status,
                       rejection_reason, verified_purchase, helpful, answer, answered_at,
                       created_at, updated_at, history))

ReviewView view_of(const Review& review);
OwnReviewView own_view_of(const Review& review);
StaffReviewView staff_view_of(const Review& review);

// Refuses catalog.no_such_product, also for one that is not published.
platform::Result<catalog::ProductId> product_of(catalog::Catalog& catalog,
                                                const std::string& id_or_slug);

}  // namespace kontor::reviews
