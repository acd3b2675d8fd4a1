// The routes of each department, for shoppers and for staff.
#pragma once

#include "catalog/module.hpp"

namespace kontor::catalog {

void add_product_routes(platform::http::Router& router, Catalog& catalog,
                        inventory::Inventory& inventory, platform::Currency currency,
                        const std::string& cursor_secret);
void add_attribute_routes(platform::http::Router& router, Attributes& attributes);
void add_category_routes(platform::http::Router& router, Categories& categories);
void add_collection_routes(platform::http::Router& router, Collections& collections,
                           const std::string& cursor_secret);

inline platform::http::Route staff_route(platform::http::Method method, const std::string& path,
                                         const std::string& operation, const std::string& summary) {
    return platform::http::Route(method, "/v1/admin/" + path, operation, summary)
        .by_staff_of("catalog")
        .tag("Catalogue (staff)");
}

// All of a list that is short.
template <class T>
struct List {
    std::vector<T> data;
    BOOST_DESCRIBE_CLASS(List, (), (data), (), ())
};

}  // namespace kontor::catalog
