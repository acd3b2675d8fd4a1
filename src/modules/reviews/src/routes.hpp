#pragma once

#include "platform/http/counted_paging.hpp"
#include "reviews/module.hpp"

namespace kontor::reviews {

void add_customer_routes(platform::http::Router& router, Reviews& reviews,
                         catalog::Catalog& catalog);
void add_staff_routes(platform::http::Router& router, Reviews& reviews,
                      const platform::http::Cursors& cursors);

}  // namespace kontor::reviews
