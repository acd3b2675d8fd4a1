#include "auth/actor.hpp"
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
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(QueueQuery, (), (status, limit, cursor, include))

struct Rejection {
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(Rejection, (), (reason))

struct AnswerBody {
    platform::Text<1, 2000> text;
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (text))

std::string actor(const Caller& caller) {
    return auth::staff_actor(caller);
}

Result<StaffReviewView> answered(Result<Review> review) {
    if (!review) return review.error();
    return staff_view_of(*review);
}

Result<StaffReviewView> show(Reviews& reviews, const ReviewId& id) {
    const auto review = reviews.review(id);
    if (!review) return review.error();
    auto view = staff_view_of(*review);
    view.history = reviews.history(id);
    return view;
}

Result<CountedPage<StaffReviewView>> page(Reviews& reviews, const Cursors& cursors,
                                          const QueueQuery& query) {
    const auto status = query.status ? platform::enum_name(*query.status) : std::string_view();
    const auto read = [&](const auto& after, std::size_t rows) {
        return reviews.queue({query.status, after, rows});
    };
    auto found = CountedPaging(cursors, "review queue " + std::string(status), query)
                     .by_id(&Review::id, read);
    if (!found) return found.error();
    std::vector<StaffReviewView> views;
    for (const auto& review : found->data) views.push_back(staff_view_of(review));
    return found->showing(std::move(views));
}

// If-Match makes sure that what is decided on is what was read.
template <class Body>
Result<StaffReviewView> decide(Reviews& reviews, const Call<ReviewPath, Body>& call,
                               Decision decision) {
    decision.actor = actor(call.caller);
    const auto seen = matched(call.request, [&] { return show(reviews, call.path.review); });
    if (!seen) return seen.error();
    if (*seen) decision.unchanged_since = (*seen)->updated_at;
    return answered(reviews.decide(call.path.review, decision));
}

Route staff_route(Method method, std::string path, std::string operation, std::string summary) {
    return Route(method, "/v1/admin/reviews" + std::move(path), std::move(operation),
                 std::move(summary))
        .by_staff_of("reviews")
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
