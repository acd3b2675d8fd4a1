// For the composition root and for tests.
#pragma once

#include "customers/wish_list.hpp"
#include "storefront/module.hpp"

namespace kontor::storefront {

// A customer's wishes, shown with what the shop knows of the goods.
void add_wish_list_routes(platform::http::Router& router, customers::WishList& wishes,
                          const Departments& departments, pricing::Currencies currencies,
                          const std::string& cursor_secret);

}  // namespace kontor::storefront
