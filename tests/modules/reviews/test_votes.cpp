#include "forum.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::reviews;

TEST_CASE_FIXTURE(Forum, "a customer finds a review helpful once, and can take that back") {
    const auto review = accepted(catalog::ProductId::make(), 5);
    const auto reader = auth::UserId::make();
    const auto votes = [&] { return reviews->review(review.id).value().helpful; };
    REQUIRE(reviews->find_helpful(review.id, reader).has_value());
    REQUIRE(reviews->find_helpful(review.id, reader).has_value());
    CHECK(votes() == 1);
    REQUIRE(reviews->find_helpful(review.id, auth::UserId::make()).has_value());
    CHECK(votes() == 2);
    REQUIRE(reviews->find_not_helpful(review.id, reader).has_value());
    REQUIRE(reviews->find_not_helpful(review.id, reader).has_value());
    CHECK(votes() == 1);
}

TEST_CASE_FIXTURE(Forum, "nobody votes for their own review or for one that is not shown") {
    const auto reader = auth::UserId::make();
    const auto unread = write(auth::UserId::make(), catalog::ProductId::make(), 5);
    CHECK(refusal_of(reviews->find_helpful(unread.id, reader)) == "reviews.no_such_review");
    CHECK(refusal_of(reviews->find_not_helpful(unread.id, reader)) == "reviews.no_such_review");
    CHECK(refusal_of(reviews->find_helpful(ReviewId::make(), reader)) == "reviews.no_such_review");
    accept(unread.id);
    CHECK(refusal_of(reviews->find_helpful(unread.id, unread.customer)) == "reviews.own_review");
    CHECK(reviews->review(unread.id).value().helpful == 0);
}

TEST_CASE_FIXTURE(Forum, "votes given at once are all counted, each once") {
    const auto review = accepted(catalog::ProductId::make(), 5);
    std::vector<auth::UserId> crowd;
    for (int i = 0; i < 6; ++i) crowd.push_back(auth::UserId::make());
    {
        std::vector<std::jthread> threads;
        for (const auto& reader : crowd)
            for (int again = 0; again < 2; ++again)
                threads.emplace_back(
                    [&] { std::ignore = reviews->find_helpful(review.id, reader); });
    }
    CHECK(reviews->review(review.id).value().helpful == 6);
    CHECK(reviews->check().empty());
}
