#include "routes.hpp"
#include "shipping/view.hpp"

#include <algorithm>

namespace kontor::orders {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using namespace platform::http;

namespace {

struct AdminListQuery {
    std::optional<Status> status;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(AdminListQuery, (), (status, limit, cursor))

struct CancelBody {
    std::optional<platform::Text<1, 500>> reason;
};
BOOST_DESCRIBE_STRUCT(CancelBody, (), (reason))

struct ItemToShip {
    OrderItemId item_id;
    platform::Whole<1, 1'000'000> quantity;
};
BOOST_DESCRIBE_STRUCT(ItemToShip, (), (item_id, quantity))

struct ShipmentBody {
    std::optional<std::vector<ItemToShip>> items;
    std::optional<platform::Text<1, 120>> carrier;
    std::optional<platform::Text<1, 120>> tracking_number;
};
BOOST_DESCRIBE_STRUCT(ShipmentBody, (), (items, carrier, tracking_number))

std::string actor(const Caller& caller) {
    return "staff:" + auth::UserId(*caller.user).text();
}

Result<std::vector<shipping::ShippedItem>> items_to_ship(const Order& order,
                                                         const std::vector<ItemToShip>& wanted) {
    std::vector<shipping::ShippedItem> items;
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const auto found = std::ranges::find(order.items, wanted[index].item_id, &OrderItem::id);
        if (found == order.items.end())
            return Error{ErrorKind::invalid,
                         "orders.no_such_item",
                         "The order has no such item.",
                         {{"/items/" + std::to_string(index) + "/item_id", "not_found",
                           "must be the id of one of the order's items"}}};
        items.push_back({found->id, found->variant_id, wanted[index].quantity});
    }
    return items;
}

Result<shipping::Dispatch> dispatch_of(const Order& order, const ShipmentBody& body) {
    if (order.status != Status::placed || order.payment_status != PaymentState::paid)
        return Error{ErrorKind::conflict,
                     "invalid_transition",
                     "Only an order that is placed and paid can be shipped.",
                     {},
                     {{"from", std::string(platform::enum_name(order.status))},
                      {"to", std::string("shipped")},
                      {"allowed", std::vector<std::string>{}}}};
    shipping::Dispatch dispatch;
    dispatch.consignment = consignment_of(order);
    if (body.items) {
        auto items = items_to_ship(order, *body.items);
        if (!items) return items.error();
        dispatch.items = *std::move(items);
    }
    if (body.carrier) dispatch.carrier = body.carrier->value();
    if (body.tracking_number) dispatch.tracking_number = body.tracking_number->value();
    return dispatch;
}

void add_reading_routes(Router& router, Orders& orders,
                        const std::shared_ptr<const Presenter>& presenter) {
    router.add(
        Route(Method::get, "/v1/admin/orders", "admin_list_orders", "Orders, newest first")
            .by(Access::staff("orders.read"))
            .tag("Orders (staff)"),
        [&orders,
         presenter](const Call<Nothing, Nothing, AdminListQuery>& call) -> Result<Page<OrderView>> {
            OrderFilter filter;
            filter.status = call.query.status;
            const auto context =
                "admin:" + std::string(filter.status ? platform::enum_name(*filter.status) : "");
            return presenter->page(orders, filter, context, call.query);
        });

    router.add(Route(Method::get, "/v1/admin/orders/{order}", "admin_get_order",
                     "One order with its timeline")
                   .by(Access::staff("orders.read"))
                   .tag("Orders (staff)"),
               [&orders, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
                   auto view = presenter->one(orders.order(call.path.order, std::nullopt));
                   if (view) view->timeline = orders.timeline(call.path.order);
                   return view;
               });
}

void add_changing_routes(Router& router, Orders& orders,
                         const std::shared_ptr<const Presenter>& presenter,
                         shipping::Shipping& shipping) {
    router.add(Route(Method::post, "/v1/admin/orders/{order}/cancel", "admin_cancel_order",
                     "Cancels an order of which nothing has been shipped; money and stock go back")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .may_answer(409, "invalid_transition"),
               [&orders, &shipping,
                presenter](const Call<OrderPath, CancelBody>& call) -> Result<OrderView> {
                   const auto reason = call.body.reason ? call.body.reason->value()
                                                        : std::string("cancelled_by_staff");
                   return presenter->one(cancel(orders, shipping, call.path.order, std::nullopt,
                                                actor(call.caller), reason));
               });

    router.add(Route(Method::post, "/v1/admin/orders/{order}/capture", "admin_capture_order",
                     "Takes the money that was only authorised; nothing where it is taken already")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .may_answer(409, "orders.nothing_to_capture"),
               [&orders, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
                   const auto order = orders.order(call.path.order, std::nullopt);
                   if (!order) return order.error();
                   const bool stands = order->status != Status::cancelled;
                   if (stands && order->payment_status == PaymentState::paid)
                       return presenter->one(*order);
                   return Error{ErrorKind::conflict, "orders.nothing_to_capture",
                                "No payment of this order is waiting to be captured."};
               });
}

}  // namespace

void add_admin_routes(Router& router, Orders& orders, std::shared_ptr<const Presenter> presenter,
                      shipping::Shipping& shipping) {
    add_reading_routes(router, orders, presenter);
    add_changing_routes(router, orders, presenter, shipping);

    router.add(Route(Method::post, "/v1/admin/orders/{order}/shipments", "admin_ship_order",
                     "Records that goods of an order have left the house")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .may_answer(409,
                               "invalid_transition, shipping.nothing_to_ship or "
                               "shipping.quantity_exceeds_order"),
               [&orders, &shipping](const Call<OrderPath, ShipmentBody>& call)
                   -> Result<Answer<201, shipping::ShipmentView>> {
                   const auto order = orders.order(call.path.order, std::nullopt);
                   if (!order) return order.error();
                   const auto dispatch = dispatch_of(*order, call.body);
                   if (!dispatch) return dispatch.error();
                   const auto shipment = shipping.ship(*dispatch);
                   if (!shipment) return shipment.error();
                   return Answer<201, shipping::ShipmentView>{shipping::view_of(*shipment), {}};
               });
}

}  // namespace kontor::orders
