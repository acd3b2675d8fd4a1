#include "routes.hpp"

#include "auth/actor.hpp"
#include "orders/module.hpp"
#include "refusals.hpp"
#include "states.hpp"
#include "store.hpp"

namespace kontor::orders {

using platform::Result;
using platform::Tx;
using namespace platform::http;

shipping::Consignment consignment_of(const Order& order) {
    shipping::Consignment consignment{order.id, order.checkout, {}, order.shipping_address};
    for (const auto& item : order.items)
        consignment.items.push_back({item.id, item.variant_id, item.quantity});
    return consignment;
}

Result<Order> cancel(const Counter& counter, const OrderId& id,
                     const std::optional<auth::Shopper>& owner, const std::string& actor,
                     const std::string& reason) {
    return counter.database.together([&]() -> Result<Order> {
        if (const auto own = counter.orders.order(id, owner); !own) return own;
        const auto row =
            counter.database.transact([&](Tx& tx) { return store::select_for_update(tx, id); });
        if (!row) return no_such_order();
        const auto& order = row->order;
        // What was shipped may be back by now, which orders know.
        if (order.status == Status::placed && may_be_untouched(order.fulfilment_status))
            if (const auto stopped = counter.shipping.call_off(consignment_of(order)); !stopped)
                return stopped.error();
        return counter.orders.cancel(id, owner, actor, reason);
    });
}

std::string customer(const Caller& caller) {
    return caller.user ? "customer:" + auth::UserId(*caller.user).text() : "customer";
}

std::string staff(const Caller& caller) {
    return auth::staff_actor(caller);
}

OrderView Presenter::one(const Order& order) const {
    auto view = view_of(order, payments_.payments_of(order.id), shipping_.shipments_of({order.id}));
    view.refunds = refunds_->refunds_of(order.id);
    return view;
}

OrderView Presenter::at(const Order& order, platform::Time at) const {
    auto view =
        view_of(order, payments_.payments_at(order.id, at), shipping_.shipments_at(order.id, at));
    view.refunds = refunds_->refunds_of(order.id, at);
    return view;
}

Result<OrderView> Presenter::one(const Result<Order>& order) const {
    if (!order) return order.error();
    return one(*order);
}

std::vector<OrderView> Presenter::all(const std::vector<Order>& orders) const {
    std::vector<OrderId> ids;
    for (const auto& order : orders) ids.push_back(order.id);
    const auto payments = payments_.payments_of(ids);
    const auto shipments = shipping_.shipments_of(ids);
    std::vector<OrderView> views;
    for (const auto& order : orders) views.push_back(view_of(order, payments, shipments));
    return views;
}

void add_routes(Router& router, const Counter& counter, const std::string& cursor_secret) {
    auto& orders = counter.orders;
    auto presenter = std::make_shared<const Presenter>(counter, cursor_secret);

    router.add(
        Route(Method::get, "/v1/orders", "list_orders", "The customer's orders, newest first")
            .by(Access::customer())
            .tag("Orders"),
        [&orders, presenter](
            const Call<Nothing, Nothing, CountedQuery>& call) -> Result<CountedPage<OrderView>> {
            OrderFilter filter;
            filter.customer = auth::UserId(*call.caller.user);
            return presenter->page(orders, filter, "orders:" + filter.customer->text(), call.query);
        });

    router.add(
        Route(Method::get, "/v1/orders/{order}", "get_order", "One order")
            .by(Access::shopper())
            .tag("Orders"),
        [&orders, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
            return presenter->one(orders.order(call.path.order, auth::Shopper::of(call.caller)));
        });

    router.add(
        Route(Method::post, "/v1/orders/{order}/cancel", "cancel_order",
              "Cancels an order of which nothing has been shipped")
            .by(Access::shopper())
            .tag("Orders")
            .may_answer(409, "invalid_transition: it is too late, or it is cancelled already"),
        [counter, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
            return presenter->one(cancel(counter, call.path.order, auth::Shopper::of(call.caller),
                                         customer(call.caller), "cancelled_by_customer"));
        });

    add_admin_routes(router, counter, presenter);
    add_refund_routes(router, counter);
}

}  // namespace kontor::orders
