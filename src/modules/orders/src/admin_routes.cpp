#include "clearance.hpp"
#include "desk.hpp"
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
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(AdminListQuery, (), (status, limit, cursor, include))

struct AtQuery {
    std::optional<std::string> at;
};
BOOST_DESCRIBE_STRUCT(AtQuery, (), (at))

struct NoteBody {
    platform::Text<1, 2000> text;
};
BOOST_DESCRIBE_STRUCT(NoteBody, (), (text))

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

Result<std::vector<shipping::ShippedItem>> items_to_ship(
    const std::vector<shipping::ShippedItem>& ordered, const std::vector<ItemToShip>& wanted) {
    if (wanted.empty())
        return Error{ErrorKind::invalid,
                     "orders.no_items_named",
                     "Name what is shipped, or leave items out to ship all that is left.",
                     {{"/items", "too_short", "must have at least one item"}}};
    std::vector<shipping::ShippedItem> items;
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const auto found =
            std::ranges::find(ordered, wanted[index].item_id, &shipping::ShippedItem::item);
        if (found == ordered.end())
            return Error{ErrorKind::invalid,
                         "orders.no_such_item",
                         "The order has no such item.",
                         {{"/items/" + std::to_string(index) + "/item_id", "not_found",
                           "must be the id of one of the order's items"}}};
        items.push_back({found->item, found->variant, wanted[index].quantity});
    }
    return items;
}

Result<shipping::Dispatch> dispatch_of(const shipping::Consignment& consignment,
                                       const ShipmentBody& body, std::string actor) {
    shipping::Dispatch dispatch;
    dispatch.consignment = consignment;
    if (body.items) {
        auto items = items_to_ship(consignment.items, *body.items);
        if (!items) return items.error();
        dispatch.items = *std::move(items);
    }
    dispatch.actor = std::move(actor);
    if (body.carrier) dispatch.carrier = body.carrier->value();
    if (body.tracking_number) dispatch.tracking_number = body.tracking_number->value();
    return dispatch;
}

// Times are written to the millisecond here: until the end of it.
Result<platform::Time> past(const std::string& text, const platform::Clock& clock) {
    const auto at = platform::parse_rfc3339(text);
    const auto now = clock.now();
    if (!at || *at > now)
        return Error{
            ErrorKind::invalid,
            "orders.not_a_past_time",
            "An order is shown as of a past time.",
            {{"/at", "not_a_past_time",
              "must be a time that has passed, as in RFC 3339: 2026-01-31T12:00:00.000Z"}}};
    const auto millisecond = std::chrono::floor<std::chrono::milliseconds>(*at);
    return *at == millisecond ? *at + std::chrono::microseconds(999) : *at;
}

void add_reading_routes(Router& router, const Counter& counter, const std::shared_ptr<Desk>& desk,
                        const std::shared_ptr<const Presenter>& presenter) {
    auto& orders = counter.orders;
    router.add(
        Route(Method::get, "/v1/admin/orders", "admin_list_orders", "Orders, newest first")
            .by(Access::staff("orders.read"))
            .tag("Orders (staff)"),
        [&orders, presenter](
            const Call<Nothing, Nothing, AdminListQuery>& call) -> Result<CountedPage<OrderView>> {
            OrderFilter filter;
            filter.status = call.query.status;
            const auto context =
                "admin:" + std::string(filter.status ? platform::enum_name(*filter.status) : "");
            return presenter->page(orders, filter, context, call.query);
        });

    router.add(
        Route(Method::get, "/v1/admin/orders/{order}", "admin_get_order",
              "One order with its timeline, as it is or as it was at a time")
            .by(Access::staff("orders.read"))
            .tag("Orders (staff)")
            .describe("With `at`, what was answered at that time, byte for byte: the order, its "
                      "payments, refunds and shipments, and the timeline as far as it went."),
        [&orders, &clock = counter.clock, desk,
         presenter](const Call<OrderPath, Nothing, AtQuery>& call) -> Result<OrderView> {
            if (!call.query.at) {
                auto view = presenter->one(orders.order(call.path.order, std::nullopt));
                if (view) view->timeline = orders.timeline(call.path.order);
                return view;
            }
            const auto at = past(*call.query.at, clock);
            if (!at) return at.error();
            const auto then = desk->order_at(call.path.order, *at);
            if (!then) return then.error();
            auto view = presenter->at(then->order, *at);
            view.timeline = then->timeline;
            return view;
        });
}

void add_changing_routes(Router& router, const Counter& counter,
                         const std::shared_ptr<const Presenter>& presenter) {
    auto& [database, events, clock, orders, payments, shipping] = counter;
    router.add(Route(Method::post, "/v1/admin/orders/{order}/cancel", "admin_cancel_order",
                     "Cancels an order of which nothing has been shipped, or all of it is back")
                   .describe("Money and stock go back, of the money what staff has decided, where "
                             "they have: what a return withheld stays withheld.")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .may_answer(409, "invalid_transition"),
               [counter, presenter](const Call<OrderPath, CancelBody>& call) -> Result<OrderView> {
                   const auto reason = call.body.reason ? call.body.reason->value()
                                                        : std::string("cancelled_by_staff");
                   return presenter->one(
                       cancel(counter, call.path.order, std::nullopt, staff(call.caller), reason));
               });

    router.add(Route(Method::post, "/v1/admin/orders/{order}/capture", "admin_capture_order",
                     "Takes the money that was only authorised; nothing where it is taken already")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .describe("The payment is captured in the answer; the order's payment_status"
                             " follows at once after it.")
                   .may_answer(409, "orders.nothing_to_capture")
                   .remote(),
               [&orders, &payments, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
                   const auto order = orders.order(call.path.order, std::nullopt);
                   if (!order) return order.error();
                   const bool stands = order->status != Status::cancelled;
                   if (stands && order->payment_status == PaymentState::paid)
                       return presenter->one(*order);
                   if (!stands || !payments.capture(order->id, staff(call.caller)))
                       return Error{ErrorKind::conflict, "orders.nothing_to_capture",
                                    "No payment of this order is waiting to be captured."};
                   return presenter->one(orders.order(order->id, std::nullopt));
               });
}

void add_desk_routes(Router& router, const std::shared_ptr<Desk>& desk,
                     const std::shared_ptr<const Presenter>& presenter) {
    router.add(
        Route(Method::post, "/v1/admin/orders/{order}/notes", "note_on_order",
              "Notes something on an order, for staff only")
            .by(Access::staff("orders.write"))
            .tag("Orders (staff)"),
        [desk](const Call<OrderPath, NoteBody>& call) -> Result<Answer<201, TimelineEntry>> {
            return created(desk->note(call.path.order, staff(call.caller), call.body.text.value()));
        });

    router.add(Route(Method::post, "/v1/admin/orders/{order}/archive", "archive_order",
                     "Puts a completed order away")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .may_answer(409, "invalid_transition"),
               [desk, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
                   return presenter->one(desk->archive(call.path.order, staff(call.caller)));
               });
}

}  // namespace

void add_admin_routes(Router& router, const Counter& counter,
                      std::shared_ptr<const Presenter> presenter) {
    const auto desk = std::make_shared<Desk>(counter.database, counter.events, counter.clock);
    const std::shared_ptr<shipping::Clearance> clearance =
        make_clearance(counter.database, counter.payments);
    add_reading_routes(router, counter, desk, presenter);
    add_changing_routes(router, counter, presenter);
    add_desk_routes(router, desk, presenter);

    router.add(Route(Method::post, "/v1/admin/orders/{order}/shipments", "admin_ship_order",
                     "Records that goods of an order have left the house")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .may_answer(409,
                               "invalid_transition, shipping.nothing_to_ship or "
                               "shipping.quantity_exceeds_order"),
               [&database = counter.database, &shipping = counter.shipping,
                clearance](const Call<OrderPath, ShipmentBody>& call)
                   -> Result<Answer<201, shipping::ShipmentView>> {
                   const auto shipment = database.together([&]() -> Result<shipping::Shipment> {
                       const auto cleared = clearance->clear(call.path.order);
                       if (!cleared) return cleared.error();
                       if (cleared->refusal) return *cleared->refusal;
                       const auto dispatch =
                           dispatch_of(cleared->consignment, call.body, staff(call.caller));
                       if (!dispatch) return dispatch.error();
                       return shipping.ship(*dispatch);
                   });
                   if (!shipment) return shipment.error();
                   return Answer<201, shipping::ShipmentView>{shipping::view_of(*shipment), {}};
               });
}

}  // namespace kontor::orders
