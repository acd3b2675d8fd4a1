#include "routes.hpp"
#include "views.hpp"

namespace kontor::reviews {

using platform::Result;
using namespace platform::http;

namespace {

struct QueueQuery {
    std::optional<Status> status;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(QueueQuery, (), (status, limit, cursor))

struct Rejection {
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(Rejection, (), (reason))

struct AnswerBody {
    platform::Text<1, 2000> text;
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (text))

struct StaffReviewView {
    ReviewId id;
    catalog::ProductId product_id;
    auth::UserId customer_id;
    std::int64_t stars = 0;
    std::string title;
    std::string text;
    std::string author;
    Status status = Status::unread;
    std::optional<std::string> rejection_reason;
    bool verified_purchase = false;
    std::int64_t helpful = 0;
    std::optional<std::string> answer;
    std::optional<platform::Time> answered_at;
    platform::Time created_at;
    platform::Time updated_at;
    std::optional<std::vector<Move>> history;  // of one that is read alone
};
BOOST_DESCRIBE_STRUCT(StaffReviewView, (),
                      (id, product_id, customer_id, stars, title, text, author, status,
                       rejection_reason, verified_purchase, helpful, answer, answered_at,
                       created_at, updated_at, history))

StaffReviewView view_of(Review review) {
    return {review.id,
            review.product,
            review.customer,
            review.stars,
            std::move(review.title),
            std::move(review.text),
            std::move(review.author),
            review.status,
            std::move(review.rejection_reason),
            review.verified_purchase,
            review.helpful,
            std::move(review.answer),
            review.answered_at,
            review.created_at,
            review.updated_at,
            {}};
}

std::string actor(const Caller& caller) {
    return "staff:" + auth::UserId(*caller.user).text();
}

Result<StaffReviewView> answered(Result<Review> review) {
    if (!review) return review.error();
    return view_of(*std::move(review));
}

Result<StaffReviewView> show(Reviews& reviews, const ReviewId& id) {
    auto review = reviews.review(id);
    if (!review) return review.error();
    auto view = view_of(*std::move(review));
    view.history = reviews.history(id);
    return view;
}

Result<Page<StaffReviewView>> page(Reviews& reviews, const Cursors& cursors,
                                   const QueueQuery& query) {
    const auto status = query.status ? platform::enum_name(*query.status) : std::string_view();
    const Paging paging(cursors, "review queue " + std::string(status), query);
    const auto after = paging.after_id<ReviewId>();
    if (!after) return after.error();
    std::vector<StaffReviewView> found;
    for (auto& review : reviews.queue({query.status, *after, paging.rows()}))
        found.push_back(view_of(std::move(review)));
    return paging.page(std::move(found), &StaffReviewView::id);
}

// If-Match makes sure that what is decided on is what was read.
template <class Body>
Result<StaffReviewView> decide(Reviews& reviews, const Call<ReviewPath, Body>& call,
                               Decision decision) {
    decision.actor = actor(call.caller);
    if (find_header(call.request.headers, "If-Match")) {
        const auto shown = show(reviews, call.path.review);
        if (!shown) return shown.error();
        if (auto matched = match_etag(call.request, platform::json::write(*shown)); !matched)
            return matched.error();
        decision.unchanged_since = shown->updated_at;
    }
    return answered(reviews.decide(call.path.review, decision));
}

Route staff_route(Method method, std::string path, std::string operation, std::string summary) {
    return Route(method, "/v1/admin/reviews" + std::move(path), std::move(operation),
                 std::move(summary))
        .by(Access::staff(method == Method::get ? "reviews.read" : "reviews.write"))
        .tag("Reviews (staff)");
}

void add_deciding_routes(Router& router, Reviews& reviews) {
    router.add(staff_route(Method::post, "/{review}/accept", "accept_review", "Show a review")
                   .matches_etag()
                   .may_answer(409, "invalid_transition"),
               [&reviews](const Call<ReviewPath>& call) {
                   return decide(reviews, call, {Status::accepted, {}});
               });
    router.add(staff_route(Method::post, "/{review}/reject", "reject_review",
                           "Do not show a review; its author reads the reason")
                   .matches_etag()
                   .may_answer(409, "invalid_transition"),
               [&reviews](const Call<ReviewPath, Rejection>& call) {
                   return decide(reviews, call, {Status::rejected, {}, call.body.reason.value()});
               });
    router.add(
        staff_route(Method::post, "/{review}/answer", "answer_review",
                    "The shop's answer, shown below the review"),
        [&reviews](const Call<ReviewPath, AnswerBody>& call) {
            return answered(reviews.answer(call.path.review, call.body.text, actor(call.caller)));
        });
}

}  // namespace

void add_staff_routes(Router& router, Reviews& reviews, const Cursors& cursors) {
    router.add(staff_route(Method::get, "", "list_reviews_to_read", "Reviews, newest first"),
               [&reviews, cursors](const Call<Nothing, Nothing, QueueQuery>& call) {
                   return page(reviews, cursors, call.query);
               });
    router.add(
        staff_route(Method::get, "/{review}", "get_review", "One review with its history"),
        [&reviews](const Call<ReviewPath>& call) { return show(reviews, call.path.review); });
    add_deciding_routes(router, reviews);
}

}  // namespace kontor::reviews
