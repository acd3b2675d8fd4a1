// A shop that has a carrier to ask.
#pragma once

#include "carrier.hpp"
#include "carrier_double.hpp"
#include "labels.hpp"
#include "tracking.hpp"
#include "warehouse.hpp"
#include "zones.hpp"

namespace kontor::shipping {

inline const std::string carrier_secret = "a secret of the carrier and us";

struct WithCarrier {
    test::CarrierDouble carrier{carrier_secret};
};

inline Config carrier_config(const test::CarrierDouble& carrier) {
    Config config;
    config.carrier.name = "acme";
    config.carrier.url = carrier.url() + "/";
    config.carrier.secret = carrier_secret;
    return config;
}

class CarrierHouse : public WithCarrier, public Warehouse {
public:
    CarrierHouse() : Warehouse(carrier_config(carrier)) {
        subscribe(dispatcher, database, events, clock);
    }

    Shipment waiting() {
        const auto consignment = some_consignment();
        announce_paid(consignment);
        dispatcher.drain();
        return shipments_of(consignment).front();
    }
    Shipment now(const Shipment& shipment) {
        return shipping->shipments_of({shipment.order}).front();
    }
    Shipment labelled() {
        const auto shipment = waiting();
        REQUIRE(Labels(backing).make(shipment.id, {"acme", {}, {}}, "test").has_value());
        return now(shipment);
    }
    std::string take(const test::CarrierMessage& message) {
        return refusal_of(Tracking(backing).receive(
            "acme", {message.id, message.timestamp, message.signature}, message.body));
    }
    test::CarrierMessage tell(const Shipment& shipment, const std::string& status) {
        return carrier.tell(*shipment.tracking_number, status, clock.now(), clock.now());
    }

    platform::Dispatcher dispatcher{events, own, clock};
};

}  // namespace kontor::shipping
