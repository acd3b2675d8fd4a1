#include "pages.hpp"

namespace kontor::storefront {

using platform::http::Method;
using platform::http::Route;

void add_routes(platform::http::Router& router, const Departments& departments,
                pricing::Currencies currencies, const std::string& cursor_secret) {
    const Pages pages(departments, std::move(currencies), router.languages().fallback(),
                      cursor_secret);
    router.add(
        Route(Method::get, "/v1/products/{product}", "show_product", "A product by id or slug")
            .describe("Prices are in the shop's first currency unless another one is asked for.")
            .tag("Products")
            .may_answer(301, "The slug is one that the product had before")
            .cached()
            .localised(),
        [pages](const ShowProduct& call) { return pages.product(call); });
    router.add(Route(Method::get, "/v1/collections/{collection}/products",
                     "list_collection_products", "The products of a collection")
                   .describe("In their order where they were chosen one by one, else the newest "
                             "first.")
                   .tag("Products")
                   .may_answer(301, "The slug is one that the collection had before")
                   .cached()
                   .localised(),
               [pages](const ListCollection& call) { return pages.collection(call); });
}

}  // namespace kontor::storefront
