#pragma once

#include "orders/orders.hpp"
#include "platform/http/paging.hpp"
#include "platform/http/router.hpp"
#include "returns/returns.hpp"

namespace kontor::returns {

struct OrderPath {
    orders::OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderPath, (), (order))

void add_staff_routes(platform::http::Router& router, Returns& returns,
                      const std::string& cursor_secret);

}  // namespace kontor::returns
