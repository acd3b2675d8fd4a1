#include "catalog/events.hpp"
#include "forum.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::reviews;

TEST_CASE_FIXTURE(Forum, "the rating is the exact mean of the accepted reviews, in thousandths") {
    const auto product = catalog::ProductId::make();
    accepted(product, 5);
    CHECK(rating_of(product).average_milli == 5000);
    accepted(product, 4);
    accepted(product, 4);
    CHECK(rating_of(product).average_milli == 4333);
    CHECK(rating_of(product).count == 3);
    accepted(product, 1);
    accepted(product, 1);
    accepted(product, 5);
    CHECK(rating_of(product).average_milli == 3333);
    const auto page = reviews->of_product(product, {});
    CHECK(page.with_stars == std::array<std::int64_t, 5>{2, 0, 0, 2, 2});
    CHECK(page.rating.average_milli == 3333);
}

TEST_CASE_FIXTURE(Forum, "every change of the rating is announced, and nothing else is") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto review = write(customer, product, 4);
    CHECK_FALSE(announced_rating(product));
    accept(review.id);
    CHECK(announced_rating(product)->average_milli == 4000);
    CHECK(announced_rating(product)->count == 1);
    REQUIRE(reviews->answer(review.id, words("Thank you."), "staff:ada").has_value());
    REQUIRE(reviews->find_helpful(review.id, auth::UserId::make()).has_value());
    const std::string rating(RatingChanged::name);
    const std::string reading(ReviewsChanged::name);
    CHECK(facts_about(product.uuid()) ==
          std::vector<std::string>{rating, reading, reading, reading});
    write(customer, product, 4);
    CHECK(announced_rating(product)->count == 0);
    CHECK(facts_about(product.uuid()).back() == reading);
}

TEST_CASE_FIXTURE(Forum, "reviews accepted, written anew and taken back at once are all counted") {
    const auto product = catalog::ProductId::make();
    constexpr int people = 12;
    std::vector<Review> written;
    for (int i = 0; i < people; ++i)
        written.push_back(write(auth::UserId::make(), product, i % 5 + 1));
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < people; ++i)
            threads.emplace_back([&, i] {
                const auto& review = written[static_cast<std::size_t>(i)];
                std::ignore = reviews->decide(review.id, {Status::accepted, "staff:ada"});
                if (i % 3 == 1) std::ignore = reviews->remove_own(review.customer, product);
                if (i % 3 == 2) write(review.customer, product, 1);
            });
    }
    CHECK(rating_of(product).count == people / 3);
    CHECK(announced_rating(product)->count == people / 3);
    CHECK(announced_rating(product)->average_milli == rating_of(product).average_milli);
    CHECK(reviews->check().empty());
}

TEST_CASE_FIXTURE(Forum, "ratings are told of the products that have one") {
    const auto rated = catalog::ProductId::make();
    const auto unrated = catalog::ProductId::make();
    accepted(rated, 3);
    write(auth::UserId::make(), unrated, 3);
    const auto found = reviews->ratings({unrated, rated, catalog::ProductId::make()});
    REQUIRE(found.size() == 1);
    CHECK(found[0].product == rated);
    CHECK(reviews->ratings({}).empty());
}

TEST_CASE_FIXTURE(Forum, "a product that is erased keeps its reviews, and shows none") {
    const auto product = catalog::ProductId::make();
    const auto review = accepted(product, 5);
    announce(catalog::ProductDeleted{product});
    dispatcher.drain();
    CHECK(reviews->ratings({product}).empty());
    CHECK(reviews->of_product(product, {}).reviews.empty());
    CHECK(reviews->of_product(product, {}).rating.count == 0);
    CHECK(reviews->review(review.id).value().status == Status::accepted);
    CHECK(reviews->check().empty());
}

TEST_CASE_FIXTURE(Forum, "the doctor finds counts that are not those of the reviews") {
    const auto product = catalog::ProductId::make();
    const auto review = accepted(product, 5);
    auto all = shared().superuser();
    const auto run = [&](std::string_view sql, const auto& id) {
        all.transact([&](platform::Tx& tx) { tx.run(sql, id); });
    };
    run("update reviews.rating set five = 3, two = 1 where product = $1", product);
    auto found = reviews->check();
    REQUIRE(found.size() == 1);
    CHECK(found[0].invariant == "R1 ratings are those of the accepted reviews");
    CHECK(found[0].subject == product.text());
    CHECK(found[0].detail == "counts 0 1 0 0 3 with 1 to 5 stars, and has 0 0 0 0 1");
    run("delete from reviews.rating where product = $1", product);
    CHECK(reviews->check().size() == 1);
    run("insert into reviews.rating (product, five) values ($1, 1)", product);
    run("update reviews.review set helpful = 2 where id = $1", review.id);
    found = reviews->check();
    REQUIRE(found.size() == 1);
    CHECK(found[0].invariant == "R2 votes are counted once");
    run("update reviews.review set helpful = 0 where id = $1", review.id);
    CHECK(reviews->check().empty());
}
