#include "shop_routes.hpp"

namespace kontor::catalog {

void add_routes(platform::http::Router& router, const Departments& departments,
                platform::Currency currency, const std::string& cursor_secret) {
    add_product_routes(router, departments.catalog, departments.inventory, currency, cursor_secret);
    add_attribute_routes(router, departments.attributes);
    add_category_routes(router, departments.categories);
    add_collection_routes(router, departments.collections, cursor_secret);
}

}  // namespace kontor::catalog
