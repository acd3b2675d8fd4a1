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

// Refuses http.precondition_failed where If-Match is shown and names another state than the one
// that read() answers.
template <class Read>
platform::Result<> match(const platform::http::Request& request, Read read) {
    if (!platform::http::find_header(request.headers, "If-Match")) return {};
    const auto current = read();
    if (!current) return current.error();
    return platform::http::match_etag(request, platform::json::write(*current));
}

// All of a list that is short.
template <class T>
struct List {
    std::vector<T> data;
    BOOST_DESCRIBE_CLASS(List, (), (data), (), ())
};

}  // namespace kontor::catalog
