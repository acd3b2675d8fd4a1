#include "routes.hpp"
#include "views.hpp"

namespace kontor::reviews {

using auth::UserId;
using platform::Result;
using namespace platform::http;

namespace {

using First = Answer<201, OwnReviewView>;
using Again = Answer<200, OwnReviewView>;
using Kept = std::variant<First, Again>;

constexpr auto changed_meanwhile = "http.precondition_failed, reviews.changed_meanwhile";

UserId customer_of(const Caller& caller) {
    return UserId(*caller.user);
}

class Desk {
public:
    Desk(Reviews& reviews, catalog::Catalog& catalog) : reviews_(reviews), catalog_(catalog) {}

    Result<Kept> write(const Call<ProductPath, Draft>& call) const {
        const auto product = product_of(catalog_, call.path.product);
        if (!product) return product.error();
        const auto since = seen_by(call.request, call.caller, *product);
        if (!since) return since.error();
        const auto written = reviews_.write(customer_of(call.caller), *product, call.body, *since);
        if (!written) return written.error();
        auto view = own_view_of(written->review);
        const auto location = "/v1/products/" + view.product_id.text() + "/reviews/mine";
        if (written->is_first) return Kept(First{std::move(view), {{"Location", location}}});
        return Kept(Again{std::move(view), {}});
    }

    Result<OwnReviewView> show(const Call<ProductPath>& call) const {
        const auto product = product_of(catalog_, call.path.product);
        if (!product) return product.error();
        return own(call.caller, *product);
    }

    Result<> remove(const Call<ProductPath>& call) const {
        const auto product = product_of(catalog_, call.path.product);
        if (!product) return product.error();
        const auto since = seen_by(call.request, call.caller, *product);
        if (!since) return since.error();
        return reviews_.remove_own(customer_of(call.caller), *product, *since);
    }

private:
    Result<OwnReviewView> own(const Caller& caller, const catalog::ProductId& product) const {
        const auto review = reviews_.own(customer_of(caller), product);
        if (!review) return review.error();
        return own_view_of(*review);
    }

    // Nothing without If-Match; else when the words were written that the change may be made from.
    Result<std::optional<platform::Time>> seen_by(const Request& request, const Caller& caller,
                                                  const catalog::ProductId& product) const {
        const auto seen = matched(request, [&] { return own(caller, product); });
        if (!seen) return seen.error();
        return *seen ? std::optional((*seen)->updated_at) : std::nullopt;
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
                   .may_answer(412, changed_meanwhile)
                   .matches_etag(),
               write);
    router.add(review_route(Method::get, mine, "get_own_review", "Your review of a product"),
               [desk](const Call<ProductPath>& call) { return desk.show(call); });
    router.add(
        review_route(Method::del, mine, "remove_own_review", "Take your review of a product back")
            .may_answer(412, changed_meanwhile)
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
