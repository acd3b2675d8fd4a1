#pragma once

#include "auth/ids.hpp"
#include "catalog/ids.hpp"
#include "platform/core/line.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/core/violation.hpp"
#include "reviews/ids.hpp"
#include "reviews/status.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace kontor::reviews {

// What the accepted reviews of a product say together.
struct Rating {
    catalog::ProductId product;
    std::int64_t average_milli = 0;  // thousandths of a star
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Rating, (), (product, average_milli, count))

struct Review {
    ReviewId id;
    catalog::ProductId product;
    auth::UserId customer;
    std::int64_t stars = 0;
    std::string title;
    std::string text;
    std::string author;  // the name that the customer gave, never an address
    Status status = Status::unread;
    std::optional<std::string> rejection_reason;
    std::optional<std::string> answer;
    std::optional<platform::Time> answered_at;
    bool verified_purchase = false;  // the product was delivered to the customer
    std::int64_t helpful = 0;
    platform::Time created_at;
    platform::Time updated_at;  // of the customer's words
};
BOOST_DESCRIBE_STRUCT(Review, (),
                      (id, product, customer, stars, title, text, author, status, rejection_reason,
                       answer, answered_at, verified_purchase, helpful, created_at, updated_at))

struct Draft {
    platform::Whole<1, 5> stars;
    std::optional<platform::Line<0, 150>> title;
    std::optional<platform::Text<0, 5000>> text;
    std::optional<platform::Line<1, 60>> author;  // default: A customer
};
BOOST_DESCRIBE_STRUCT(Draft, (), (stars, title, text, author))

struct Written {
    Review review;
    bool is_first = false;  // false: it replaced what the customer wrote before
};
BOOST_DESCRIBE_STRUCT(Written, (), (review, is_first))

enum class Sort { newest, helpful, highest, lowest };
BOOST_DESCRIBE_ENUM(Sort, newest, helpful, highest, lowest)

// Where a page of a product's reviews ends.
struct Place {
    std::int64_t key = 0;  // by which the list is sorted
    ReviewId review;
};
BOOST_DESCRIBE_STRUCT(Place, (), (key, review))

// Where the page ends that this review is the last of.
Place place_of(const Review& review, Sort sort);

struct ReviewFilter {
    Sort sort = Sort::newest;
    std::optional<Place> after;
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(ReviewFilter, (), (sort, after, limit))

struct ProductReviews {
    Rating rating;
    std::array<std::int64_t, 5> with_stars{};  // with 1 star, with 2, ...
    std::vector<Review> reviews;
};
BOOST_DESCRIBE_STRUCT(ProductReviews, (), (rating, with_stars, reviews))

struct QueueFilter {
    std::optional<Status> status;
    std::optional<ReviewId> after;  // newest first; the last review of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(QueueFilter, (), (status, after, limit))

// One line of a review's history; an answer leaves it where it is.
struct Move {
    platform::Time at;
    std::string actor;  // "customer", "rule", "staff:user_...", "api_key:key_..."
    std::optional<Status> from;
    Status to = Status::unread;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(Move, (), (at, actor, from, to, reason))

// How staff decide: accepted or rejected. unchanged_since: the updated_at of the words that were
// read; where the customer has written anew since, the decision is refused.
struct Decision {
    Status to = Status::accepted;
    std::string actor;
    std::optional<std::string> reason{};
    std::optional<platform::Time> unchanged_since{};
};
BOOST_DESCRIBE_STRUCT(Decision, (), (to, actor, reason, unchanged_since))

// Ratings and texts of customers, after moderation. Whoever has an account may write one review of
// a product; that the product exists is for the caller to see to. A product's ratings and reviews
// are kept when the catalogue drops it, but not shown. Thread-safe; a change is one transaction.
class Reviews {
public:
    virtual ~Reviews() = default;

    // Of those that have any.
    virtual std::vector<Rating> ratings(const std::vector<catalog::ProductId>& products) = 0;
    // Accepted ones only.
    virtual ProductReviews of_product(const catalog::ProductId& product,
                                      const ReviewFilter& filter) = 0;

    // Again: replaces what the customer wrote before, and is read again by staff unless the shop's
    // rule accepts it. unchanged_since: the updated_at of the words that are to be replaced.
    // Refuses reviews.author_is_address (invalid), reviews.changed_meanwhile (precondition_failed).
    virtual platform::Result<Written> write(
        const auth::UserId& customer, const catalog::ProductId& product, const Draft& draft,
        const std::optional<platform::Time>& unchanged_since = {}) = 0;
    // The customer's own, whatever its status. Refuses reviews.no_such_review (not_found).
    virtual platform::Result<Review> own(const auth::UserId& customer,
                                         const catalog::ProductId& product) = 0;
    // All of the customer's own.
    virtual std::vector<Review> all_own(const auth::UserId& customer) = 0;
    // With its votes and history. Refuses reviews.no_such_review, and as write()
    // reviews.changed_meanwhile.
    virtual platform::Result<> remove_own(
        const auth::UserId& customer, const catalog::ProductId& product,
        const std::optional<platform::Time>& unchanged_since = {}) = 0;

    // One vote of a customer for a review; again: no change. Refuses reviews.no_such_review (also
    // for one that is not accepted), reviews.own_review (conflict).
    virtual platform::Result<> find_helpful(const ReviewId& review,
                                            const auth::UserId& customer) = 0;
    // Takes the vote back; none: no change. Refuses reviews.no_such_review.
    virtual platform::Result<> find_not_helpful(const ReviewId& review,
                                                const auth::UserId& customer) = 0;

    virtual std::vector<Review> queue(const QueueFilter& filter) = 0;
    // Refuses reviews.no_such_review.
    virtual platform::Result<Review> review(const ReviewId& id) = 0;
    // Oldest first.
    virtual std::vector<Move> history(const ReviewId& id) = 0;
    // Refuses reviews.no_such_review, invalid_transition (conflict), reviews.changed_meanwhile
    // (precondition_failed).
    virtual platform::Result<Review> decide(const ReviewId& id, const Decision& decision) = 0;
    // Shown below an accepted review; again: replaces the answer. Refuses reviews.no_such_review.
    virtual platform::Result<Review> answer(const ReviewId& id, const platform::Text<1, 2000>& text,
                                            const std::string& actor) = 0;

    // R1 ratings are those of the accepted reviews, R2 votes are counted once.
    virtual std::vector<platform::Violation> check() = 0;
};

}  // namespace kontor::reviews
