#include "routes.hpp"
#include "views.hpp"

namespace kontor::reviews {

using auth::UserId;
using platform::Result;
using namespace platform::http;

namespace {

// What the author sees.
struct OwnReviewView {
    ReviewId id;
    catalog::ProductId product_id;
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
};
BOOST_DESCRIBE_STRUCT(OwnReviewView, (),
                      (id, product_id, stars, title, text, author, status, rejection_reason,
                       verified_purchase, helpful, answer, answered_at, created_at, updated_at))

using First = Answer<201, OwnReviewView>;
using Again = Answer<200, OwnReviewView>;
using Kept = std::variant<First, Again>;

OwnReviewView view_of(Review review) {
    return {review.id,
            review.product,
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
            review.updated_at};
}

UserId customer_of(const Caller& caller) {
    return UserId(*caller.user);
}

class Desk {
public:
    Desk(Reviews& reviews, catalog::Catalog& catalog) : reviews_(reviews), catalog_(catalog) {}

    Result<Kept> write(const Call<ProductPath, Draft>& call) const {
        const auto product = product_of(catalog_, call.path.product);
        if (!product) return product.error();
        if (auto matched = match(call.request, call.caller, *product); !matched)
            return matched.error();
        auto written = reviews_.write(customer_of(call.caller), *product, call.body);
        if (!written) return written.error();
        auto view = view_of(std::move(written->review));
        const auto location = "/v1/products/" + view.product_id.text() + "/reviews/mine";
        if (written->is_first) return Kept(First{std::move(view), {{"Location", location}}});
        return Kept(Again{std::move(view), {}});
    }

    Result<OwnReviewView> show(const Call<ProductPath>& call) const {
        const auto product = product_of(catalog_, call.path.product);
        if (!product) return product.error();
        auto review = reviews_.own(customer_of(call.caller), *product);
        if (!review) return review.error();
        return view_of(*std::move(review));
    }

    Result<> remove(const Call<ProductPath>& call) const {
        const auto product = product_of(catalog_, call.path.product);
        if (!product) return product.error();
        if (auto matched = match(call.request, call.caller, *product); !matched) return matched;
        return reviews_.remove_own(customer_of(call.caller), *product);
    }

private:
    Result<> match(const Request& request, const Caller& caller,
                   const catalog::ProductId& product) const {
        if (!find_header(request.headers, "If-Match")) return {};
        auto review = reviews_.own(customer_of(caller), product);
        if (!review) return review.error();
        return match_etag(request, platform::json::write(view_of(*std::move(review))));
    }

    Reviews& reviews_;
    catalog::Catalog& catalog_;
};

Route review_route(Method method, std::string path, std::string operation, std::string summary) {
    return Route(method, "/v1/" + std::move(path), std::move(operation), std::move(summary))
        .by(Access::customer())
        .tag("Reviews");
}

}  // namespace

void add_customer_routes(Router& router, Reviews& reviews, catalog::Catalog& catalog) {
    const Desk desk(reviews, catalog);
    const std::string mine = "products/{product}/reviews/mine";
    const auto write = [desk](const Call<ProductPath, Draft>& call) { return desk.write(call); };
    router.add(review_route(Method::post, "products/{product}/reviews", "write_review",
                            "Say what you think of a product")
                   .describe("One review of a product for each customer: written again, it "
                             "replaces the one before, and is read again by the shop."),
               write);
    router.add(review_route(Method::put, mine, "replace_own_review",
                            "Write your review of a product anew, or for the first time")
                   .matches_etag(),
               write);
    router.add(review_route(Method::get, mine, "get_own_review", "Your review of a product"),
               [desk](const Call<ProductPath>& call) { return desk.show(call); });
    router.add(
        review_route(Method::del, mine, "remove_own_review", "Take your review of a product back")
            .matches_etag(),
        [desk](const Call<ProductPath>& call) { return desk.remove(call); });

    const std::string votes = "reviews/{review}/helpful";
    router.add(review_route(Method::post, votes, "find_review_helpful", "A review helped you")
                   .describe("One vote for each customer: again changes nothing.")
                   .may_answer(409, "reviews.own_review: votes are for the reviews of others"),
               [&reviews](const Call<ReviewPath>& call) {
                   return reviews.find_helpful(call.path.review, customer_of(call.caller));
               });
    router.add(review_route(Method::del, votes, "find_review_not_helpful", "Take that back"),
               [&reviews](const Call<ReviewPath>& call) {
                   return reviews.find_not_helpful(call.path.review, customer_of(call.caller));
               });
}

}  // namespace kontor::reviews
