#include "tracking_store.hpp"

namespace kontor::shipping::store {

std::optional<ShipmentId> tracked(platform::Reader& reader, const std::string& carrier,
                                  const std::string& number) {
    return reader.one<ShipmentId>(
        "select id from shipping.shipment where carrier = $1 and tracking_number = $2"
        " order by id desc limit 1",
        carrier, number);
}

bool insert_news(platform::Tx& tx, const std::string& carrier, const TrackingNews& news,
                 const std::optional<ShipmentId>& shipment, platform::Time now) {
    return tx.run(
               "insert into shipping.tracking_event (carrier, message, shipment, status, detail,"
               " at, received_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
               carrier, news.message, shipment, news.status, news.detail, news.at, now) == 1;
}

void insert_other_message(platform::Tx& tx, const std::string& carrier,
                          const CarrierMessage& message, platform::Time now) {
    tx.run(
        "insert into shipping.other_message (carrier, message, type, received_at)"
        " values ($1, $2, $3, $4) on conflict do nothing",
        carrier, message.id, message.type, now);
}

std::vector<TrackingEntry> tracking(platform::Reader& reader, const ShipmentId& shipment) {
    return reader.all<TrackingEntry>(
        "select carrier, status, detail, at from shipping.tracking_event where shipment = $1"
        " order by at, received_at, message",
        shipment);
}

}  // namespace kontor::shipping::store
