#include "service.hpp"

#include "changes.hpp"
#include "reviews/events.hpp"
#include "states.hpp"

namespace kontor::reviews {

using catalog::ProductId;
using namespace platform;

namespace {

Error no_such_review() {
    return {ErrorKind::not_found, "reviews.no_such_review", "There is no such review."};
}

Error own_review() {
    return {ErrorKind::conflict, "reviews.own_review", "Votes are for the reviews of others."};
}

Error author_is_address() {
    const std::string message =
        "The author's name is shown to everybody: it must not be an e-mail address.";
    return {
        ErrorKind::invalid, "reviews.author_is_address", message, {{"/author", "format", message}}};
}

Error changed_meanwhile() {
    return {ErrorKind::precondition_failed, "reviews.changed_meanwhile",
            "The review was written anew, or taken back, after it had been read. Read it again."};
}

bool is_stale(const std::optional<platform::Time>& unchanged_since, const Review& review) {
    return unchanged_since && review.updated_at != *unchanged_since;
}

template <class T>
std::string text_or(const std::optional<T>& text, std::string otherwise) {
    return text ? text->value() : std::move(otherwise);
}

Review review_of(const auth::UserId& customer, const ProductId& product, const Draft& draft,
                 platform::Time now) {
    Review review;
    review.id = ReviewId::make();
    review.product = product;
    review.customer = customer;
    review.stars = draft.stars;
    review.title = text_or(draft.title, "");
    review.text = text_or(draft.text, "");
    review.author = text_or(draft.author, "A customer");
    review.created_at = now;
    review.updated_at = now;
    return review;
}

// What is new of a review that is written anew; answers and votes stay.
Review written_anew(Review review, const Review& draft) {
    review.stars = draft.stars;
    review.title = draft.title;
    review.text = draft.text;
    review.author = draft.author;
    review.status = Status::unread;
    review.rejection_reason.reset();
    review.updated_at = draft.updated_at;
    return review;
}

}  // namespace

platform::Time Service::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(clock_.now());
}

Place place_of(const Review& review, Sort sort) {
    switch (sort) {
        case Sort::helpful:
            return {review.helpful, review.id};
        case Sort::highest:
            return {review.stars, review.id};
        case Sort::lowest:
            return {-review.stars, review.id};
        case Sort::newest:
            break;
    }
    return {0, review.id};
}

std::vector<Rating> Service::ratings(const std::vector<ProductId>& products) {
    if (products.empty()) return {};
    return database_.read([&](Reader& reader) { return store::ratings(reader, products); });
}

ProductReviews Service::of_product(const ProductId& product, const ReviewFilter& filter) {
    return database_.read([&](Reader& reader) -> ProductReviews {
        const auto counts = store::counts(reader, product);
        if (counts.erased) return {{product, 0, 0}, {}, {}};
        return {counts.rating_of(product), counts.with_stars,
                store::of_product(reader, product, filter)};
    });
}

Result<Written> Service::write(const auth::UserId& customer, const ProductId& product,
                               const Draft& draft,
                               const std::optional<platform::Time>& unchanged_since) {
    const auto fresh = review_of(customer, product, draft, now());
    if (fresh.author.find('@') != std::string::npos) return author_is_address();

    return database_.transact([&](Tx& tx) -> Result<Written> {
        const auto found = store::open(tx, fresh);
        const bool is_first = found.id == fresh.id;
        if (unchanged_since && (is_first || is_stale(unchanged_since, found)))
            return changed_meanwhile();
        const auto before = is_first ? std::nullopt : std::optional(found);
        auto review = written_anew(found, fresh);
        std::vector<Move> moves{{fresh.updated_at,
                                 "customer",
                                 before ? std::optional(before->status) : std::nullopt,
                                 Status::unread,
                                 {}}};
        if (acceptance_.takes(review)) moves.push_back(accept_by_rule(review, fresh.updated_at));
        store::update(tx, review);
        record(tx, events_, before, review, moves);
        return Written{std::move(review), is_first};
    });
}

Result<Review> Service::own(const auth::UserId& customer, const ProductId& product) {
    auto found =
        database_.read([&](Reader& reader) { return store::own(reader, customer, product); });
    if (!found) return no_such_review();
    return *std::move(found);
}

std::vector<Review> Service::all_own(const auth::UserId& customer) {
    return database_.read([&](Reader& reader) { return store::all_own(reader, customer); });
}

Result<> Service::remove_own(const auth::UserId& customer, const ProductId& product,
                             const std::optional<platform::Time>& unchanged_since) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto before = store::own_for_update(tx, customer, product);
        if (!before) return no_such_review();
        if (is_stale(unchanged_since, *before)) return changed_meanwhile();
        store::remove(tx, before->id);
        record(tx, events_, before, std::nullopt, {});
        return {};
    });
}

Result<> Service::find_helpful(const ReviewId& id, const auth::UserId& customer) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto review = store::review_for_update(tx, id);
        if (!review || review->status != Status::accepted) return no_such_review();
        if (review->customer == customer) return own_review();
        if (store::add_vote(tx, id, customer, now()))
            events_.publish(tx, ReviewsChanged{review->product});
        return {};
    });
}

Result<> Service::find_not_helpful(const ReviewId& id, const auth::UserId& customer) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto review = store::review_for_update(tx, id);
        if (!review || review->status != Status::accepted) return no_such_review();
        if (store::remove_vote(tx, id, customer))
            events_.publish(tx, ReviewsChanged{review->product});
        return {};
    });
}

std::vector<Review> Service::queue(const QueueFilter& filter) {
    return database_.read([&](Reader& reader) { return store::queue(reader, filter); });
}

Result<Review> Service::review(const ReviewId& id) {
    auto found = database_.read([&](Reader& reader) { return store::review(reader, id); });
    if (!found) return no_such_review();
    return *std::move(found);
}

std::vector<Move> Service::history(const ReviewId& id) {
    return database_.read([&](Reader& reader) { return store::history(reader, id); });
}

Result<Review> Service::decide(const ReviewId& id, const Decision& decision) {
    return database_.transact([&](Tx& tx) -> Result<Review> {
        const auto before = store::review_for_update(tx, id);
        if (!before) return no_such_review();
        if (is_stale(decision.unchanged_since, *before)) return changed_meanwhile();
        if (auto checked = check_transition(before->status, decision.to); !checked)
            return checked.error();
        auto review = *before;
        review.status = decision.to;
        if (review.status == Status::rejected) review.rejection_reason = decision.reason;
        store::update(tx, review);
        record(tx, events_, before, review,
               {{now(), decision.actor, before->status, decision.to, decision.reason}});
        return review;
    });
}

Result<Review> Service::answer(const ReviewId& id, const platform::Text<1, 2000>& text,
                               const std::string& actor) {
    return database_.transact([&](Tx& tx) -> Result<Review> {
        const auto before = store::review_for_update(tx, id);
        if (!before) return no_such_review();
        auto review = *before;
        review.answer = text.value();
        review.answered_at = now();
        store::update(tx, review);
        record(tx, events_, before, review,
               {{now(), actor, before->status, before->status, "answered"}});
        return review;
    });
}

std::vector<platform::Violation> Service::check() {
    return database_.read([](Reader& reader) {
        std::vector<platform::Violation> violations;
        for (const auto& wrong : store::wrong_ratings(reader))
            violations.push_back(
                {"R1 ratings are those of the accepted reviews", wrong.product.text(),
                 "counts " + wrong.counted + " with 1 to 5 stars, and has " + wrong.found});
        for (const auto& wrong : store::wrong_votes(reader))
            violations.push_back({"R2 votes are counted once", wrong.review.text(),
                                  "counts " + std::to_string(wrong.counted) + " votes, and has " +
                                      std::to_string(wrong.found)});
        return violations;
    });
}

}  // namespace kontor::reviews
