#include "platform/http/counted_paging.hpp"
#include "wish_list.hpp"

namespace kontor::storefront {

using platform::Result;
using namespace platform::http;

namespace {

struct WishPath {
    customers::WishId wish;
};
BOOST_DESCRIBE_STRUCT(WishPath, (), (wish))

auth::UserId customer_of(const Caller& caller) {
    return auth::UserId(*caller.user);
}

Route wish_route(Method method, const std::string& path, std::string operation,
                 std::string summary) {
    return Route(method, "/v1/me/wish-list" + path, std::move(operation), std::move(summary))
        .by(Access::customer())
        .tag("Wish list");
}

}  // namespace

void add_wish_list_routes(Router& router, customers::WishList& wishes,
                          const Departments& departments, pricing::Currencies currencies,
                          const std::string& cursor_secret) {
    const WishPages pages(wishes, departments, std::move(currencies));
    const Cursors cursors(cursor_secret);
    router.add(wish_route(Method::get, "", "list_wishes", "The wish list, newest first")
                   .describe("With what the goods cost now, in the shop's first currency, and "
                             "whether they can be bought. What has no title is sold no more.")
                   .localised(),
               [pages, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
                   const auto customer = customer_of(call.caller);
                   return CountedPaging(cursors, "wishes of " + customer.text(), call.query)
                       .by_id(&WishView::id, [&](const auto& after, std::size_t rows) {
                           return pages.page(customer, {after, rows}, call.language);
                       });
               });
    router.add(wish_route(Method::post, "", "add_wish", "Put a product or a variant on the list")
                   .describe("Again: the wish that there is.")
                   .localised()
                   .may_answer(409, "customers.too_many_wishes: there are 200 already"),
               [pages](const Call<Nothing, NewWish>& call) {
                   return created(pages.add(customer_of(call.caller), call.body, call.language),
                                  "/v1/me/wish-list");
               });
    router.add(wish_route(Method::del, "/{wish}", "remove_wish", "Take a wish off the list"),
               [pages](const Call<WishPath>& call) {
                   return pages.wishes().remove(customer_of(call.caller), call.path.wish);
               });
}

}  // namespace kontor::storefront
