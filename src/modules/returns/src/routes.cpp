#include "routes.hpp"

#include "auth/actor.hpp"
#include "refusals.hpp"
#include "returns/module.hpp"

namespace kontor::returns {

using platform::Result;
using namespace platform::http;

namespace {

Route customer_route(Method method, const std::string& path, std::string operation,
                     std::string summary) {
    return Route(method, "/v1/orders/{order}/returns" + path, std::move(operation),
                 std::move(summary))
        .by(Access::shopper())
        .tag("Returns");
}

void add_reading_routes(Router& router, Returns& returns, orders::Orders& orders,
                        const std::string& cursor_secret) {
    router.add(
        customer_route(Method::get, "", "list_returns", "The returns of an order, newest first"),
        [&returns, &orders, cursors = Cursors(cursor_secret)](
            const Call<OrderPath, Nothing, CountedQuery>& call) -> Result<CountedPage<Return>> {
            const auto order = orders.order(call.path.order, auth::Shopper::of(call.caller));
            if (!order) return order.error();
            return CountedPaging(cursors, "returns of " + order->id.text(), call.query)
                .by_id(&Return::id, [&](const auto& after, std::size_t rows) {
                    return returns.list({{}, order->id, after, rows});
                });
        });
    router.add(customer_route(Method::get, "/{id}", "get_return", "One return of an order"),
               [&returns, &orders](const Call<CustomerReturnPath>& call) {
                   return own(returns, orders, call.caller, call.path);
               });
}

}  // namespace

std::string customer(const Caller& caller) {
    return caller.user ? "customer:" + auth::UserId(*caller.user).text() : "customer";
}

std::string staff(const Caller& caller) {
    return auth::staff_actor(caller);
}

Result<Return> own(Returns& returns, orders::Orders& orders, const Caller& caller,
                   const CustomerReturnPath& path) {
    const auto order = orders.order(path.order, auth::Shopper::of(caller));
    if (!order) return order.error();
    auto found = returns.find(path.id);
    if (found && found->order_id != order->id) return no_such_return();
    return found;
}

void add_routes(Router& router, Returns& returns, orders::Orders& orders,
                const std::string& cursor_secret) {
    router.add(
        customer_route(Method::post, "", "request_return", "Asks to send goods of an order back")
            .describe("Of each line no more than was shipped and is not back or on its way already,"
                      " within the shop's period from delivery. The shop approves it first.")
            .may_answer(409, "returns.quantity_exceeds_shipped or returns.too_late"),
        [&returns](const Call<OrderPath, NewReturn>& call) -> Result<Answer<201, Return>> {
            return created(returns.request(call.path.order, auth::Shopper::of(call.caller),
                                           customer(call.caller), call.body),
                           "/v1/orders/" + call.path.order.text() + "/returns");
        });
    add_reading_routes(router, returns, orders, cursor_secret);
    router.add(customer_route(Method::post, "/{id}/cancel", "cancel_return",
                              "Keeps the goods after all, while nothing of them has come in")
                   .may_answer(409, "invalid_transition"),
               [&returns, &orders](const Call<CustomerReturnPath>& call) -> Result<Return> {
                   const auto found = own(returns, orders, call.caller, call.path);
                   if (!found) return found;
                   return returns.cancel(found->id, customer(call.caller));
               });
    add_staff_routes(router, returns, cursor_secret);
}

}  // namespace kontor::returns
