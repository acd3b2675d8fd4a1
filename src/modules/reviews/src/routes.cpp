#include "routes.hpp"

#include "reviews/stars.hpp"
#include "tags.hpp"
#include "views.hpp"

namespace kontor::reviews {

using platform::Result;
using namespace platform::http;

namespace {

struct ListQuery {
    std::optional<Sort> sort;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (sort, limit, cursor, include))

struct StarCount {
    std::int64_t stars = 0;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(StarCount, (), (stars, count))

struct ReviewPage {
    std::vector<ReviewView> data;
    std::optional<Stars> rating;
    std::vector<StarCount> distribution;  // 5 stars first
    platform::json::Nullable<std::string> next_cursor;
    std::optional<std::int64_t> total;
    std::optional<bool> total_is_capped;
};
BOOST_DESCRIBE_STRUCT(ReviewPage, (),
                      (data, rating, distribution, next_cursor, total, total_is_capped))

Result<ReviewPage> page(Reviews& reviews, const Cursors& cursors, const catalog::ProductId& product,
                        const ListQuery& query) {
    const auto sort = query.sort.value_or(Sort::newest);
    const CountedPaging paging(
        cursors, "reviews of " + product.text() + " " + std::string(platform::enum_name(sort)),
        query);
    const auto keys = paging.after(2);
    if (!keys) return keys.error();
    std::optional<Place> after;
    if (!keys->empty()) after = {std::stoll(keys->front()), ReviewId::parse(keys->back()).value()};

    auto found = reviews.of_product(product, {sort, after, paging.rows()});
    ReviewPage page;
    page.next_cursor = paging.cut(found.reviews, [sort](const Review& review) {
        const auto place = place_of(review, sort);
        return std::vector{std::to_string(place.key), place.review.text()};
    });
    for (const auto& review : found.reviews) page.data.push_back(view_of(review));
    page.rating = stars_of(found.rating.average_milli, found.rating.count);
    for (std::size_t stars = found.with_stars.size(); stars > 0; --stars)
        page.distribution.push_back(
            {static_cast<std::int64_t>(stars), found.with_stars[stars - 1]});
    const auto length = [&](std::size_t most) {
        return reviews.of_product(product, {sort, std::nullopt, most}).reviews.size();
    };
    if (const auto told = paging.count(page, length); !told) return told.error();
    return page;
}

}  // namespace

void add_routes(Router& router, Reviews& reviews, catalog::Catalog& catalog,
                const std::string& cursor_secret) {
    const Cursors cursors(cursor_secret);
    router.add(Route(Method::get, "/v1/products/{product}/reviews", "list_reviews",
                     "What customers say of a product, with its rating")
                   .tag("Reviews")
                   .cached(),
               [&reviews, &catalog,
                cursors](const Call<ProductPath, Nothing, ListQuery>& call) -> Result<ReviewPage> {
                   const auto product = product_of(catalog, call.path.product);
                   if (!product) return product.error();
                   call.depends_on(tag_of(*product));
                   return page(reviews, cursors, *product, call.query);
               });
    add_customer_routes(router, reviews, catalog);
    add_staff_routes(router, reviews, cursors);
}

}  // namespace kontor::reviews
