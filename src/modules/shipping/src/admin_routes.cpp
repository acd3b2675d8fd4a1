#include "auth/actor.hpp"
#include "auth/ids.hpp"
#include "handling.hpp"
#include "labels.hpp"
#include "routes.hpp"
#include "shipping/view.hpp"
#include "texts.hpp"
#include "tracking_store.hpp"

namespace kontor::shipping {

using platform::Result;
using platform::Tx;
using namespace platform::http;

Route shipment_route(Method method, const std::string& path, std::string operation,
                     std::string summary) {
    return Route(method, "/v1/admin/shipments" + path, std::move(operation), std::move(summary))
        .by_staff_of("orders")
        .tag("Shipments (staff)");
}

std::string actor(const Caller& caller) {
    return auth::staff_actor(caller);
}

namespace {

struct ListQuery {
    std::optional<ShipmentStatus> status;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (status, limit, cursor, include))

struct SendBody {
    std::optional<platform::Text<1, 120>> carrier;
    std::optional<platform::Text<1, 120>> tracking_number;
};
BOOST_DESCRIBE_STRUCT(SendBody, (), (carrier, tracking_number))

struct CancelBody {
    std::optional<platform::Text<1, 500>> reason;
};
BOOST_DESCRIBE_STRUCT(CancelBody, (), (reason))

struct ItemToSplit {
    orders::OrderItemId item_id;
    platform::Whole<1, 1'000'000> quantity;
};
BOOST_DESCRIBE_STRUCT(ItemToSplit, (), (item_id, quantity))

struct SplitBody {
    std::vector<ItemToSplit> items;
};
BOOST_DESCRIBE_STRUCT(SplitBody, (), (items))

// All that is known of a shipment.
struct ShipmentDetails {
    ShipmentId id;
    orders::OrderId order_id;
    ShipmentStatus status{};
    std::vector<ShippedItemView> items;
    Address address;
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
    std::optional<LabelInfo> label;
    std::vector<store::TrackingEntry> tracking;
    std::vector<store::Entry> history;
    std::optional<platform::Time> shipped_at;
    std::optional<platform::Time> delivered_at;
};
BOOST_DESCRIBE_STRUCT(ShipmentDetails, (),
                      (id, order_id, status, items, address, carrier, tracking_number, label,
                       tracking, history, shipped_at, delivered_at))

Result<ShipmentDetails> details(const Backing& backing, const ShipmentId& id) {
    auto label = Labels(backing).find(id);
    return backing.database.read([&](platform::Reader& reader) -> Result<ShipmentDetails> {
        const auto shipment = store::shipment(reader, id);
        if (!shipment) return no_such_shipment();
        auto view = view_of(*shipment);
        return ShipmentDetails{id,
                               view.order_id,
                               view.status,
                               std::move(view.items),
                               store::address_of(reader, view.order_id).value(),
                               std::move(view.carrier),
                               std::move(view.tracking_number),
                               std::move(label),
                               store::tracking(reader, id),
                               store::history(reader, id),
                               view.shipped_at,
                               view.delivered_at};
    });
}

Result<ShipmentView> shown(const Result<Shipment>& shipment) {
    if (!shipment) return shipment.error();
    return view_of(*shipment);
}

// change(handling): a Result of the shipment.
template <class Work>
Result<ShipmentView> handled(const Backing& backing, const Caller& caller, Work change) {
    return shown(backing.database.transact([&](Tx& tx) {
        Handling handling(tx, backing.events, backing.clock.now(), actor(caller));
        return change(handling);
    }));
}

// The order comes first: while it is locked nobody changes what is ordered and what is due for it,
// and what was changed shortly before is followed here, ahead of the fact.
Result<Shipment> send(const Backing& backing, const Caller& caller, const ShipmentId& id,
                      const SendBody& body) {
    const auto order = backing.database.read(
        [&](platform::Reader& reader) { return store::order_of(reader, id); });
    if (!order) return no_such_shipment();
    return backing.database.together([&]() -> Result<Shipment> {
        const auto cleared = backing.clearance.clear(*order);
        if (!cleared) return cleared.error();
        auto sent = backing.database.transact([&](Tx& tx) {
            Handling handling(tx, backing.events, backing.clock.now(), actor(caller));
            handling.follow(cleared->consignment);
            return handling.send(id, text_of(body.carrier), text_of(body.tracking_number));
        });
        if (sent && cleared->refusal) return *cleared->refusal;
        return sent;
    });
}

void add_reading_routes(Router& router, const Backing& backing, const Cursors& cursors) {
    router.add(shipment_route(Method::get, "", "list_shipments", "Shipments, newest first"),
               [backing, cursors](const Call<Nothing, Nothing, ListQuery>& call) {
                   const auto& status = call.query.status;
                   const auto context =
                       "shipments:" + std::string(status ? platform::enum_name(*status) : "");
                   return CountedPaging(cursors, context, call.query)
                       .by_id(&ShipmentView::id,
                              [&](const std::optional<ShipmentId>& after, std::size_t rows) {
                                  std::vector<ShipmentView> views;
                                  for (const auto& shipment :
                                       backing.database.read([&](platform::Reader& reader) {
                                           return store::shipments(reader, {status, after, rows});
                                       }))
                                      views.push_back(view_of(shipment));
                                  return views;
                              });
               });
    router.add(
        shipment_route(Method::get, "/{shipment}", "show_shipment",
                       "A shipment with its label, its way and its history"),
        [backing](const Call<ShipmentPath>& call) { return details(backing, call.path.shipment); });
}

void add_packing_routes(Router& router, const Backing& backing) {
    router.add(shipment_route(Method::post, "/{shipment}/split", "split_shipment",
                              "Sets goods of a shipment aside in one of their own")
                   .describe("The new shipment is created: it is packed once it is released.")
                   .may_answer(409, "invalid_transition or shipping.quantity_exceeds_order"),
               [backing](const Call<ShipmentPath, SplitBody>& call) {
                   std::vector<ShippedItem> items;
                   for (const auto& item : call.body.items)
                       items.push_back({item.item_id, {}, item.quantity});
                   return created(handled(backing, call.caller,
                                          [&](Handling& handling) {
                                              return handling.split(call.path.shipment, items);
                                          }),
                                  "/v1/admin/shipments");
               });
    router.add(shipment_route(Method::post, "/{shipment}/release", "release_shipment",
                              "Lets a shipment that was set aside be packed")
                   .may_answer(409, "invalid_transition"),
               [backing](const Call<ShipmentPath>& call) {
                   return handled(backing, call.caller, [&](Handling& handling) {
                       return handling.release(call.path.shipment);
                   });
               });
}

void add_moving_routes(Router& router, const Backing& backing) {
    router.add(shipment_route(Method::post, "/{shipment}/ship", "ship_shipment",
                              "Records that a shipment has left the house")
                   .describe("Nothing leaves until what is due for the order is paid or promised.")
                   .may_answer(409, "invalid_transition, with amount_due where money is due"),
               [backing](const Call<ShipmentPath, SendBody>& call) {
                   return shown(send(backing, call.caller, call.path.shipment, call.body));
               });
    router.add(shipment_route(Method::post, "/{shipment}/deliver", "deliver_shipment",
                              "Records that a shipment has arrived")
                   .may_answer(409, "invalid_transition"),
               [backing](const Call<ShipmentPath>& call) {
                   return handled(backing, call.caller, [&](Handling& handling) {
                       return handling.deliver(call.path.shipment);
                   });
               });
    router.add(shipment_route(Method::post, "/{shipment}/cancel", "cancel_shipment",
                              "Gives up a shipment; its goods go into another one")
                   .describe("What had left the house is back in stock, and still the order's.")
                   .may_answer(409, "invalid_transition or shipping.goods_returned"),
               [backing](const Call<ShipmentPath, CancelBody>& call) {
                   return handled(backing, call.caller, [&](Handling& handling) {
                       return handling.cancel(call.path.shipment, text_of(call.body.reason));
                   });
               });
}

}  // namespace

void add_shipment_routes(Router& router, const Backing& backing, const Cursors& cursors) {
    add_reading_routes(router, backing, cursors);
    add_packing_routes(router, backing);
    add_moving_routes(router, backing);
}

}  // namespace kontor::shipping
