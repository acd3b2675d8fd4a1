#include "forum.hpp"

using namespace kontor;
using namespace kontor::reviews;

TEST_CASE_FIXTURE(Forum, "the review of who received the product is a verified purchase") {
    const auto bought = purchase();
    CHECK(write(bought.customer, bought.product, 5).verified_purchase);
    CHECK_FALSE(write(bought.customer, catalog::ProductId::make(), 5).verified_purchase);
    CHECK_FALSE(write(auth::UserId::make(), bought.product, 5).verified_purchase);
}

TEST_CASE_FIXTURE(Forum, "what was ordered and not delivered is no verified purchase") {
    const Bought bought;
    announce(placed(bought));
    dispatcher.drain();
    CHECK_FALSE(write(bought.customer, bought.product, 5).verified_purchase);
    announce(delivered(bought));
    dispatcher.drain();
    CHECK(reviews->own(bought.customer, bought.product).value().verified_purchase);
}

TEST_CASE_FIXTURE(Forum, "it does not matter which fact arrives first, or whether it comes again") {
    const Bought bought;
    announce(delivered(bought));
    dispatcher.drain();
    announce(placed(bought));
    dispatcher.drain();
    CHECK(write(bought.customer, bought.product, 5).verified_purchase);
    announce(placed(bought));
    announce(delivered(bought));
    dispatcher.drain();
    CHECK(reviews->own(bought.customer, bought.product).value().verified_purchase);
}

TEST_CASE_FIXTURE(Forum, "what guests buy, and facts without a product, verify nobody") {
    const Bought by_guest;
    auto guest = placed(by_guest);
    guest.customer.reset();
    announce(guest);
    announce(delivered(by_guest));
    const Bought of_before;
    auto old = placed(of_before);
    old.items[0].product.reset();
    announce(old);
    announce(delivered(of_before));
    dispatcher.drain();
    CHECK_FALSE(write(by_guest.customer, by_guest.product, 5).verified_purchase);
    CHECK_FALSE(write(of_before.customer, of_before.product, 5).verified_purchase);
}

TEST_CASE("the rule accepts what verified customers write, with their stars") {
    Forum forum({AutoAccept::verified, 3, {"scam"}});
    const auto bought = forum.purchase();
    CHECK(forum.write(bought.customer, bought.product, 4).status == Status::accepted);
    CHECK(forum.rating_of(bought.product).count == 1);
    CHECK(forum.write(bought.customer, bought.product, 2).status == Status::unread);
    CHECK(forum.write(bought.customer, bought.product, 5, "a scam").status == Status::unread);
    CHECK(forum.rating_of(bought.product).count == 0);
    CHECK(forum.write(auth::UserId::make(), bought.product, 5).status == Status::unread);

    const auto moves =
        forum.reviews->history(forum.reviews->own(bought.customer, bought.product).value().id);
    REQUIRE(moves.size() == 4);
    CHECK(moves[1].actor == "rule");
    CHECK(moves[1].to == Status::accepted);
    CHECK(moves[2].from == Status::accepted);
}

TEST_CASE("a review that waited for the parcel is accepted by the rule when it arrives") {
    Forum forum({AutoAccept::verified, 3, {}});
    const Bought bought;
    const auto review = forum.write(bought.customer, bought.product, 4);
    REQUIRE(review.status == Status::unread);
    forum.announce(forum.placed(bought));
    forum.announce(forum.delivered(bought));
    forum.dispatcher.drain();
    CHECK(forum.reviews->review(review.id).value().status == Status::accepted);
    CHECK(forum.announced_rating(bought.product)->count == 1);
    CHECK(forum.reviews->check().empty());
}

TEST_CASE("what staff rejected stays rejected when the parcel arrives") {
    Forum forum({AutoAccept::verified, 1, {}});
    const Bought bought;
    const auto review = forum.write(bought.customer, bought.product, 4);
    REQUIRE(forum.reviews->decide(review.id, {Status::rejected, "staff:ada", "rude"}).has_value());
    forum.announce(forum.placed(bought));
    forum.announce(forum.delivered(bought));
    forum.dispatcher.drain();
    CHECK(forum.reviews->review(review.id).value().status == Status::rejected);
    CHECK(forum.reviews->review(review.id).value().verified_purchase);
}

TEST_CASE_FIXTURE(Forum, "a shown review that becomes verified is announced as changed") {
    const Bought bought;
    accept(write(bought.customer, bought.product, 4).id);
    const auto before = facts_about(bought.product.uuid()).size();
    announce(placed(bought));
    announce(delivered(bought));
    dispatcher.drain();
    const auto facts = facts_about(bought.product.uuid());
    REQUIRE(facts.size() == before + 1);
    CHECK(facts.back() == ReviewsChanged::name);
    CHECK(reviews->of_product(bought.product, {}).reviews.at(0).verified_purchase);
}
