#include "tracking.hpp"

#include "handling.hpp"
#include "packing.hpp"
#include "tracking_store.hpp"

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_tracking() {
    return {ErrorKind::conflict, "shipping.no_tracking",
            "No carrier that can be asked has this shipment, with a tracking number."};
}

// Whether the carrier has the parcel.
bool is_under_way(TrackingStatus status) {
    return status != TrackingStatus::announced;
}

// As far as the news allow: goods that the carrier has left the house, whoever forgot to say so.
void move_on(Handling& handling, const Shipment& shipment, TrackingStatus status) {
    if (shipment.status == ShipmentStatus::cancelled) return;
    if (shipment.status == ShipmentStatus::created && is_under_way(status))
        handling.release(shipment.id).value();
    if (is_open(shipment) && is_under_way(status))
        handling.send(shipment.id, std::nullopt, std::nullopt).value();
    if (shipment.status != ShipmentStatus::delivered && status == TrackingStatus::delivered)
        handling.deliver(shipment.id).value();
}

}  // namespace

// A parcel that the carrier has is gone, whatever is due for it.
std::optional<Consignment> Tracking::ordered_with(const ShipmentId& id) const {
    const auto order =
        backing_.database.read([&](Reader& reader) { return store::order_of(reader, id); });
    auto cleared = backing_.clearance.clear(order.value());
    if (!cleared) return std::nullopt;
    return std::move(cleared->consignment);
}

void Tracking::note(const std::string& carrier, const TrackingNews& news) const {
    const auto now = backing_.clock.now();
    const auto id = backing_.database.read(
        [&](Reader& reader) { return store::tracked(reader, carrier, news.tracking_number); });
    backing_.database.together([&] {
        const auto ordered = id ? ordered_with(*id) : std::nullopt;
        backing_.database.transact([&](Tx& tx) {
            if (!store::insert_news(tx, carrier, news, id, now) || !id) return;
            Handling handling(tx, backing_.events, now, "carrier:" + carrier);
            if (ordered) handling.follow(*ordered);
            store::lock_consignment(tx, store::order_of(tx, *id).value());
            move_on(handling, store::shipment(tx, *id).value(), news.status);
        });
    });
}

Result<> Tracking::receive(const std::string& name, const WebhookHeaders& headers,
                           const std::string& body) const {
    auto* carrier = backing_.freight.carrier(name);
    if (!carrier)
        return Error{ErrorKind::not_found, "shipping.no_such_carrier",
                     "There is no carrier of this name in this shop."};
    const auto message = carrier->open_webhook(headers, body, backing_.clock.now());
    if (!message) return message.error();
    if (message->news)
        note(name, *message->news);
    else
        backing_.database.transact(
            [&](Tx& tx) { store::insert_other_message(tx, name, *message, backing_.clock.now()); });
    return {};
}

Result<> Tracking::ask(const ShipmentId& id) const {
    const auto shipment =
        backing_.database.read([&](Reader& reader) { return store::shipment(reader, id); });
    if (!shipment) return no_such_shipment();
    auto* carrier = shipment->carrier ? backing_.freight.carrier(*shipment->carrier) : nullptr;
    if (!carrier || !shipment->tracking_number) return no_tracking();
    const auto news = carrier->track(*shipment->tracking_number);
    if (!news) return news.error();
    for (const auto& one : *news) note(carrier->name(), one);
    return {};
}

}  // namespace kontor::shipping
