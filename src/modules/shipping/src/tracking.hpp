#pragma once

#include "carrier.hpp"
#include "shipping/module.hpp"

namespace kontor::shipping {

// What carriers tell of parcels: each message is kept and acted upon once, in whatever order they
// come, and a shipment never goes back because of one. Thread-safe.
class Tracking {
public:
    explicit Tracking(const Backing& backing) : backing_(backing) {}

    // Refuses shipping.no_such_carrier (not_found), shipping.bad_signature, shipping.bad_webhook
    // (malformed).
    platform::Result<> receive(const std::string& carrier, const WebhookHeaders& headers,
                               const std::string& body) const;
    // Asks the carrier of the shipment. Refuses shipping.no_such_shipment, shipping.no_tracking
    // (conflict), shipping.carrier_unavailable.
    platform::Result<> ask(const ShipmentId& shipment) const;

private:
    std::optional<Consignment> ordered_with(const ShipmentId& id) const;
    void note(const std::string& carrier, const TrackingNews& news) const;

    Backing backing_;
};

}  // namespace kontor::shipping
