#include "forum.hpp"
#include "states.hpp"

using namespace kontor;
using namespace kontor::reviews;

namespace {

constexpr std::array every_status{Status::unread, Status::accepted, Status::rejected};

std::vector<std::string> names(std::span<const Status> statuses) {
    std::vector<std::string> found;
    for (const auto status : statuses) found.emplace_back(platform::enum_name(status));
    return found;
}

}  // namespace

TEST_CASE("a new review becomes accepted or rejected, and what is decided only new again") {
    CHECK(names(allowed_after(Status::unread)) == std::vector<std::string>{"accepted", "rejected"});
    for (const auto decided : {Status::accepted, Status::rejected})
        CHECK(names(allowed_after(decided)) == std::vector<std::string>{"new"});
    int legal = 0;
    for (const auto from : every_status)
        for (const auto to : every_status) legal += check_transition(from, to).has_value();
    CHECK(legal == 4);
}

TEST_CASE("the refusal of a transition says from where, to where, and what is allowed") {
    const auto refused = check_transition(Status::accepted, Status::rejected);
    REQUIRE(refused.has_error());
    const auto error = refused.error();
    CHECK(error.kind == platform::ErrorKind::conflict);
    CHECK(error.code == "invalid_transition");
    REQUIRE(error.details.size() == 3);
    CHECK(std::get<std::string>(error.details[0].second) == "accepted");
    CHECK(std::get<std::string>(error.details[1].second) == "rejected");
    CHECK(std::get<std::vector<std::string>>(error.details[2].second) ==
          std::vector<std::string>{"new"});
}

TEST_CASE_FIXTURE(Forum, "what staff accept is shown, what they reject is not, and neither twice") {
    const auto product = catalog::ProductId::make();
    const auto good = write(auth::UserId::make(), product, 5);
    const auto bad = write(auth::UserId::make(), product, 1);
    CHECK(accept(good.id).status == Status::accepted);
    CHECK(reviews->decide(bad.id, {Status::rejected, "staff:ada", "rude"}).value().status ==
          Status::rejected);
    for (const auto& id : {good.id, bad.id})
        for (const auto to : {Status::accepted, Status::rejected})
            CHECK(refusal_of(reviews->decide(id, {to, "staff:ada"})) == "invalid_transition");
    CHECK(refusal_of(reviews->decide(ReviewId::make(), {Status::accepted, "staff:ada"})) ==
          "reviews.no_such_review");
    const auto shown = reviews->of_product(product, {});
    REQUIRE(shown.reviews.size() == 1);
    CHECK(shown.reviews[0].id == good.id);
    CHECK(shown.with_stars == std::array<std::int64_t, 5>{0, 0, 0, 0, 1});
}

TEST_CASE_FIXTURE(Forum, "words that were written anew meanwhile are not decided on") {
    const auto customer = auth::UserId::make();
    const auto product = catalog::ProductId::make();
    const auto read = write(customer, product, 5);
    clock.advance(std::chrono::seconds(1));
    write(customer, product, 5, "Something else altogether.");
    Decision decision{Status::accepted, "staff:ada", {}, read.updated_at};
    CHECK(refusal_of(reviews->decide(read.id, decision)) == "reviews.changed_meanwhile");
    decision.unchanged_since = reviews->review(read.id).value().updated_at;
    CHECK(reviews->decide(read.id, decision).has_value());
}

TEST_CASE_FIXTURE(Forum, "a review remembers who did what to it, and when") {
    const auto customer = auth::UserId::make();
    const auto review = write(customer, catalog::ProductId::make(), 2);
    clock.advance(std::chrono::minutes(1));
    REQUIRE(reviews->decide(review.id, {Status::rejected, "staff:ada", "rude"}).has_value());
    write(customer, review.product, 3);
    accept(review.id);
    REQUIRE(reviews->answer(review.id, words("Thank you."), "staff:bob").has_value());
    const auto moves = reviews->history(review.id);
    REQUIRE(moves.size() == 5);
    CHECK_FALSE(moves[0].from);
    CHECK(moves[0].actor == "customer");
    CHECK(moves[1].to == Status::rejected);
    CHECK(moves[1].actor == "staff:ada");
    CHECK(moves[1].reason == "rude");
    CHECK(moves[1].at == moves[0].at + std::chrono::minutes(1));
    CHECK(moves[2].from == Status::rejected);
    CHECK(moves[2].to == Status::unread);
    CHECK(moves[3].to == Status::accepted);
    CHECK(moves[4].actor == "staff:bob");
    CHECK(moves[4].from == moves[4].to);
    CHECK(facts_about(review.id.uuid()) ==
          std::vector<std::string>(4, std::string(ReviewMoved::name)));
}

TEST_CASE_FIXTURE(Forum, "the shop's answer stands below a review, and the last one counts") {
    const auto product = catalog::ProductId::make();
    const auto review = accepted(product, 4);
    REQUIRE(reviews->answer(review.id, words("Thank you."), "staff:ada").has_value());
    REQUIRE(reviews->answer(review.id, words("Thanks a lot."), "staff:ada").has_value());
    const auto shown = reviews->of_product(product, {}).reviews;
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].answer == "Thanks a lot.");
    CHECK(shown[0].answered_at == clock.now());
    CHECK(refusal_of(reviews->answer(ReviewId::make(), words("Hello?"), "staff:ada")) ==
          "reviews.no_such_review");
}

TEST_CASE_FIXTURE(Forum, "staff find what is to be read, newest first") {
    const auto product = catalog::ProductId::make();
    const auto first = write(auth::UserId::make(), product, 5);
    const auto second = write(auth::UserId::make(), product, 4);
    const auto shown = accepted(product, 3);
    const auto queue = reviews->queue({Status::unread, {}, 2});
    REQUIRE(queue.size() == 2);
    CHECK(queue[0].id == second.id);
    CHECK(queue[1].id == first.id);
    CHECK(reviews->queue({Status::accepted, {}, 1}).front().id == shown.id);
    CHECK(reviews->queue({{}, {}, 1}).front().id == shown.id);
    CHECK(reviews->queue({Status::unread, second.id, 1}).front().id == first.id);
}
