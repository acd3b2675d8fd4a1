#include "changes.hpp"

#include "reviews/events.hpp"

namespace kontor::reviews {

namespace {

bool is_shown(const std::optional<Review>& review) {
    return review && review->status == Status::accepted;
}

std::array<int, 5> change_of_counts(const std::optional<Review>& before,
                                    const std::optional<Review>& after) {
    std::array<int, 5> change{};
    if (is_shown(before)) --change[static_cast<std::size_t>(before->stars) - 1];
    if (is_shown(after)) ++change[static_cast<std::size_t>(after->stars) - 1];
    return change;
}

std::optional<std::string> name_of(const std::optional<Status>& status) {
    if (!status) return std::nullopt;
    return std::string(platform::enum_name(*status));
}

}  // namespace

void record(platform::Tx& tx, platform::EventLog& events, const std::optional<Review>& before,
            const std::optional<Review>& after, const std::vector<Move>& moves) {
    const auto& review = after ? *after : *before;
    for (const auto& move : moves) {
        store::append(tx, review.id, move);
        if (move.from != move.to)
            events.publish(tx, ReviewMoved{review.id, review.product, review.customer,
                                           name_of(move.from), *name_of(move.to)});
    }
    if (const auto change = change_of_counts(before, after); change != std::array<int, 5>{}) {
        const auto rating = store::count(tx, review.product, change).rating_of(review.product);
        events.publish(tx, RatingChanged{rating.product, rating.average_milli, rating.count});
    }
    if (is_shown(before) || is_shown(after)) events.publish(tx, ReviewsChanged{review.product});
}

Move accept_by_rule(Review& review, platform::Time now) {
    review.status = Status::accepted;
    return {now, "rule", Status::unread, Status::accepted, {}};
}

}  // namespace kontor::reviews
