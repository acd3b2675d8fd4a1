#pragma once

#include "orders/orders.hpp"
#include "platform/http/counted_paging.hpp"
#include "platform/http/router.hpp"
#include "returns/returns.hpp"

namespace kontor::returns {

struct OrderPath {
    orders::OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderPath, (), (order))

struct ReturnPath {
    ReturnId id;
};
BOOST_DESCRIBE_STRUCT(ReturnPath, (), (id))

struct CustomerReturnPath {
    orders::OrderId order;
    ReturnId id;
};
BOOST_DESCRIBE_STRUCT(CustomerReturnPath, (), (order, id))

// Who acts: for the history.
std::string customer(const platform::http::Caller& caller);
std::string staff(const platform::http::Caller& caller);

// Whoever may see the order may see what comes back of it. Refuses orders.no_such_order,
// returns.no_such_return.
platform::Result<Return> own(Returns& returns, orders::Orders& orders,
                             const platform::http::Caller& caller, const CustomerReturnPath& path);

void add_staff_routes(platform::http::Router& router, Returns& returns,
                      const std::string& cursor_secret);

}  // namespace kontor::returns
