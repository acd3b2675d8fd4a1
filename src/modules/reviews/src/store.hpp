#pragma once

#include "platform/db/database.hpp"
#include "reviews/reviews.hpp"

#include <span>

namespace kontor::reviews::store {

using platform::Reader;
using platform::Tx;

struct Counts {
    std::array<std::int64_t, 5> with_stars{};  // with 1 star, with 2, ...
    bool erased = false;

    Rating rating_of(const catalog::ProductId& product) const;
};

// The customer's review of the product, locked: as it is, or else the fresh one, now inserted.
Review open(Tx& tx, const Review& fresh);
// These lock too.
std::optional<Review> review_for_update(Tx& tx, const ReviewId& id);
std::optional<Review> own_for_update(Tx& tx, const auth::UserId& customer,
                                     const catalog::ProductId& product);

struct Purchase {
    auth::UserId customer;
    catalog::ProductId product;
};
BOOST_DESCRIBE_STRUCT(Purchase, (), (customer, product))

std::vector<Review> reviews_for_update(Tx& tx, std::span<const Purchase> purchases);

// For a review that is locked.
void update(Tx& tx, const Review& review);
void remove(Tx& tx, const ReviewId& id);
void append(Tx& tx, const ReviewId& id, const Move& move);
// Whether that changed anything.
bool add_vote(Tx& tx, const ReviewId& id, const auth::UserId& customer, platform::Time now);
bool remove_vote(Tx& tx, const ReviewId& id, const auth::UserId& customer);
// One more for each star above zero, one less for each below; what they are then.
Counts count(Tx& tx, const catalog::ProductId& product, const std::array<int, 5>& change);
void mark_erased(Tx& tx, const catalog::ProductId& product);

Counts counts(Reader& reader, const catalog::ProductId& product);
std::vector<Rating> ratings(Reader& reader, const std::vector<catalog::ProductId>& products);
std::vector<Review> of_product(Reader& reader, const catalog::ProductId& product,
                               const ReviewFilter& filter);
std::optional<Review> own(Reader& reader, const auth::UserId& customer,
                          const catalog::ProductId& product);
std::vector<Review> all_own(Reader& reader, const auth::UserId& customer);
std::optional<Review> review(Reader& reader, const ReviewId& id);
std::vector<Review> queue(Reader& reader, const QueueFilter& filter);
std::vector<Move> history(Reader& reader, const ReviewId& id);

struct WrongRating {
    catalog::ProductId product;
    std::string counted;
    std::string found;
};
BOOST_DESCRIBE_STRUCT(WrongRating, (), (product, counted, found))
std::vector<WrongRating> wrong_ratings(Reader& reader);

struct WrongVotes {
    ReviewId review;
    std::int64_t counted = 0;
    std::int64_t found = 0;
};
BOOST_DESCRIBE_STRUCT(WrongVotes, (), (review, counted, found))
std::vector<WrongVotes> wrong_votes(Reader& reader);

}  // namespace kontor::reviews::store
