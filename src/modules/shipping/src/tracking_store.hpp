#pragma once

#include "carrier.hpp"
#include "platform/db/database.hpp"

namespace kontor::shipping::store {

// The shipment that the carrier knows by the number: the latest, should it give a number twice.
std::optional<ShipmentId> tracked(platform::Reader& reader, const std::string& carrier,
                                  const std::string& number);
// False where the message was there already.
bool insert_news(platform::Tx& tx, const std::string& carrier, const TrackingNews& news,
                 const std::optional<ShipmentId>& shipment, platform::Time now);

// One that tells no news; once, however often it comes.
void insert_other_message(platform::Tx& tx, const std::string& carrier,
                          const CarrierMessage& message, platform::Time now);

struct TrackingEntry {
    std::string carrier;
    TrackingStatus status{};
    std::optional<std::string> detail;
    platform::Time at;
};
BOOST_DESCRIBE_STRUCT(TrackingEntry, (), (carrier, status, detail, at))
// As it happened.
std::vector<TrackingEntry> tracking(platform::Reader& reader, const ShipmentId& shipment);

}  // namespace kontor::shipping::store
