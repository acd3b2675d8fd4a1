#include "forum.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::reviews;

TEST_CASE_FIXTURE(Forum, "a review is new, unverified and shown to nobody but its author") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto written = reviews->write(customer, product, draft(4)).value();
    CHECK(written.is_first);
    CHECK(written.review.status == Status::unread);
    CHECK(written.review.author == "A customer");
    CHECK_FALSE(written.review.verified_purchase);
    CHECK(reviews->of_product(product, {}).reviews.empty());
    CHECK(reviews->ratings({product}).empty());
    CHECK(reviews->own(customer, product).value().stars == 4);
    CHECK(refusal_of(reviews->own(auth::UserId::make(), product)) == "reviews.no_such_review");
}

TEST_CASE_FIXTURE(Forum, "a customer has one review of a product, which is written anew") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto first = write(customer, product, 4);
    clock.advance(std::chrono::hours(1));
    const auto again = reviews->write(customer, product, draft(2, "It broke.")).value();
    CHECK_FALSE(again.is_first);
    CHECK(again.review.id == first.id);
    CHECK(again.review.text == "It broke.");
    CHECK(again.review.created_at == first.created_at);
    CHECK(again.review.updated_at == first.updated_at + std::chrono::hours(1));
}

TEST_CASE_FIXTURE(Forum, "an accepted review that is written anew is read again, and not shown") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto first = accept(write(customer, product, 5).id);
    accepted(product, 3);
    REQUIRE(rating_of(product).count == 2);
    CHECK(write(customer, product, 1).status == Status::unread);
    CHECK(rating_of(product).count == 1);
    CHECK(rating_of(product).average_milli == 3000);
    CHECK(reviews->of_product(product, {}).reviews.size() == 1);
    accept(first.id);
    CHECK(rating_of(product).average_milli == 2000);
    CHECK(reviews->check().empty());
}

TEST_CASE_FIXTURE(Forum, "a rejected review that is written anew loses its reason and is new") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto first = write(customer, product, 1);
    REQUIRE(reviews->decide(first.id, {Status::rejected, "staff:ada", "rude"}).has_value());
    CHECK(reviews->own(customer, product).value().rejection_reason == "rude");
    const auto again = write(customer, product, 2);
    CHECK(again.status == Status::unread);
    CHECK_FALSE(again.rejection_reason);
}

TEST_CASE_FIXTURE(Forum, "the author's name is what the customer gives, never an address") {
    auto named = draft(5);
    named.author = platform::Line<1, 60>::accept("Ada L.");
    const auto product = catalog::ProductId::make();
    CHECK(reviews->write(auth::UserId::make(), product, named).value().review.author == "Ada L.");
    named.author = platform::Line<1, 60>::accept("ada@example.org");
    const auto customer = auth::UserId::make();
    CHECK(refusal_of(reviews->write(customer, product, named)) == "reviews.author_is_address");
    CHECK(refusal_of(reviews->own(customer, product)) == "reviews.no_such_review");
}

TEST_CASE_FIXTURE(Forum, "a customer takes a review back, with its votes and its stars") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto review = accept(write(customer, product, 5).id);
    REQUIRE(reviews->find_helpful(review.id, auth::UserId::make()).has_value());
    REQUIRE(reviews->remove_own(customer, product).has_value());
    CHECK(refusal_of(reviews->remove_own(customer, product)) == "reviews.no_such_review");
    CHECK(refusal_of(reviews->review(review.id)) == "reviews.no_such_review");
    CHECK(reviews->ratings({product}).empty());
    CHECK(announced_rating(product)->count == 0);
    CHECK(announced_rating(product)->average_milli == 0);
    CHECK(reviews->check().empty());
}

TEST_CASE_FIXTURE(Forum, "a review is written anew and taken back only as it was seen") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto seen = write(customer, product, 4).updated_at;
    clock.advance(std::chrono::seconds(1));
    const auto again = reviews->write(customer, product, draft(3), seen).value().review;
    const auto stale = std::string("reviews.changed_meanwhile");
    CHECK(refusal_of(reviews->write(customer, product, draft(2), seen)) == stale);
    CHECK(refusal_of(reviews->remove_own(customer, product, seen)) == stale);
    CHECK(reviews->own(customer, product)->stars == 3);
    CHECK(reviews->history(again.id).size() == 2);
    REQUIRE(reviews->remove_own(customer, product, again.updated_at).has_value());
    CHECK(refusal_of(reviews->write(customer, product, draft(2), again.updated_at)) == stale);
    CHECK(refusal_of(reviews->own(customer, product)) == "reviews.no_such_review");
}

TEST_CASE_FIXTURE(Forum, "a review written many times at once is one review") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    std::atomic<int> firsts = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] {
                const auto written = reviews->write(customer, product, draft(i % 5 + 1));
                if (written.value().is_first) ++firsts;
            });
    }
    CHECK(firsts == 1);
    const auto review = reviews->own(customer, product).value();
    CHECK(reviews->history(review.id).size() == 8);
}
