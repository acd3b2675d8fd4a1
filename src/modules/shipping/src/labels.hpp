#pragma once

#include "carrier.hpp"
#include "shipping/module.hpp"

namespace kontor::shipping {

struct LabelInfo {
    ShipmentId shipment;
    std::string carrier;
    std::string tracking_number;
    std::string content_type;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(LabelInfo, (), (shipment, carrier, tracking_number, content_type, created_at))

struct LabelWish {
    std::string carrier;
    std::optional<std::string> service;
    std::optional<std::int64_t> weight_grams;
};

struct LabelFile {
    std::string content_type;
    std::string bytes;
};

// Refuses shipping.no_such_carrier (invalid).
platform::Error no_such_carrier(const std::string& name);

// Labels of carriers: one for a shipment. Thread-safe.
class Labels {
public:
    explicit Labels(const Backing& backing) : backing_(backing) {}

    // The label that the shipment has, or one that the carrier makes. Refuses
    // shipping.no_such_shipment, invalid_transition (it has left), shipping.no_such_carrier
    // (invalid), what Carrier::label() refuses, and storage.unavailable.
    platform::Result<LabelInfo> make(const ShipmentId& shipment, const LabelWish& wish,
                                     const std::string& actor) const;
    // Refuses shipping.no_such_label (not_found).
    platform::Result<LabelFile> open(const ShipmentId& shipment) const;
    std::optional<LabelInfo> find(const ShipmentId& shipment) const;

private:
    platform::Result<LabelRequest> request_for(const ShipmentId& shipment,
                                               const LabelWish& wish) const;

    Backing backing_;
};

}  // namespace kontor::shipping
