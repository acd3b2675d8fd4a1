#include "labels.hpp"

#include "handling.hpp"
#include "packing.hpp"
#include "states.hpp"

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_label() {
    return {ErrorKind::not_found, "shipping.no_such_label",
            "There is no label of this shipment: ask the carrier to make one."};
}

std::string key_of(const ShipmentId& shipment, const std::string& content_type) {
    return "labels/" + shipment.text() + (content_type == "image/png" ? ".png" : ".pdf");
}

std::optional<LabelInfo> label_of(Reader& reader, const ShipmentId& shipment) {
    return reader.one<LabelInfo>(
        "select shipment, carrier, tracking_number, content_type, created_at from shipping.label"
        " where shipment = $1",
        shipment);
}

void insert(Tx& tx, const LabelInfo& label, const std::string& key) {
    tx.defer(
        "insert into shipping.label (shipment, carrier, tracking_number, content_type,"
        " storage_key, created_at) values ($1, $2, $3, $4, $5, $6)",
        label.shipment, label.carrier, label.tracking_number, label.content_type, key,
        label.created_at);
}

}  // namespace

Error no_such_carrier(const std::string& name) {
    return {ErrorKind::invalid,
            "shipping.no_such_carrier",
            "There is no carrier '" + name + "'.",
            {{"/carrier", "unknown", "must be manual or the carrier of the configuration"}}};
}

std::optional<LabelInfo> Labels::find(const ShipmentId& shipment) const {
    return backing_.database.read([&](Reader& reader) { return label_of(reader, shipment); });
}

Result<LabelRequest> Labels::request_for(const ShipmentId& id, const LabelWish& wish) const {
    return backing_.database.read([&](Reader& reader) -> Result<LabelRequest> {
        const auto shipment = store::shipment(reader, id);
        if (!shipment) return no_such_shipment();
        if (!is_open(*shipment))
            return check_transition(shipment->status, ShipmentStatus::pending).error();
        return LabelRequest{id,
                            shipment->order,
                            store::address_of(reader, shipment->order).value(),
                            shipment->items,
                            wish.service,
                            wish.weight_grams};
    });
}

// The carrier is asked outside a transaction, by the shipment's id: if we crash before the label
// is noted, it answers the same label again.
Result<LabelInfo> Labels::make(const ShipmentId& shipment, const LabelWish& wish,
                               const std::string& actor) const {
    if (auto made = find(shipment)) return *std::move(made);
    auto* carrier = backing_.freight.carrier(wish.carrier);
    if (!carrier) return no_such_carrier(wish.carrier);
    const auto request = request_for(shipment, wish);
    if (!request) return request.error();
    const auto label = carrier->label(*request);
    if (!label) return label.error();
    const auto key = key_of(shipment, label->content_type);
    const auto stored =
        backing_.labels.put(key, label->bytes, {{"Content-Type", label->content_type}});
    if (!stored) return stored.error();

    return backing_.database.transact([&](Tx& tx) -> Result<LabelInfo> {
        const auto now = backing_.clock.now();
        const auto noted = Handling(tx, backing_.events, now, actor)
                               .announce(shipment, wish.carrier, label->tracking_number);
        if (!noted) return noted.error();
        if (auto made = label_of(tx, shipment)) return *std::move(made);
        LabelInfo info{shipment, wish.carrier, label->tracking_number, label->content_type, now};
        insert(tx, info, key);
        return info;
    });
}

Result<LabelFile> Labels::open(const ShipmentId& shipment) const {
    const auto label = find(shipment);
    if (!label) return no_such_label();
    auto bytes = backing_.labels.get(key_of(shipment, label->content_type));
    if (!bytes) return bytes.error();
    if (!*bytes) return no_such_label();
    return LabelFile{label->content_type, **std::move(bytes)};
}

}  // namespace kontor::shipping
