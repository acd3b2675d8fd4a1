// Who brings parcels: what every carrier can be asked.
#pragma once

#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "rates.hpp"
#include "shipping/return_labels.hpp"

#include <memory>

namespace kontor::shipping {

struct LabelRequest {
    ShipmentId shipment;
    orders::OrderId order;
    Address to;
    std::vector<ShippedItem> items;
    std::optional<std::string> service;
    std::optional<std::int64_t> weight_grams;
};

struct Label {
    std::string tracking_number;
    std::string content_type;  // application/pdf or image/png
    std::string bytes;
};

// How far a parcel is by what its carrier says. exception: it is stuck, and somebody has to look.
enum class TrackingStatus {
    announced,
    in_transit,
    out_for_delivery,
    exception,
    delivered,
    returned
};
BOOST_DESCRIBE_ENUM(TrackingStatus, announced, in_transit, out_for_delivery, exception, delivered,
                    returned)

struct TrackingNews {
    std::string message;  // its id: the same news again has the same
    std::string tracking_number;
    TrackingStatus status{};
    std::optional<std::string> detail;
    platform::Time at;
};

// What a carrier says of its own accord. news: none where it is of a kind that we do not know.
struct CarrierMessage {
    std::string id;
    std::string type;
    std::optional<TrackingNews> news;
};

// What came with a webhook beside its body.
struct WebhookHeaders {
    std::string id;
    std::string timestamp;
    std::string signature;
};

// Calls may wait for somebody else's server: never inside a transaction. Thread-safe.
class Carrier {
public:
    virtual ~Carrier() = default;

    virtual const std::string& name() const = 0;

    // What it takes for the parcel, by its services. Refuses shipping.carrier_unavailable.
    virtual platform::Result<std::vector<Quote>> rates(const Parcel& parcel) = 0;
    // For the same shipment the same label, however often asked. Refuses
    // shipping.carrier_unavailable, shipping.label_refused and shipping.no_labels (conflict).
    virtual platform::Result<Label> label(const LabelRequest& request) = 0;
    // For goods that come back to the shop; for the same return the same. Refuses as label().
    virtual platform::Result<Label> return_label(const ReturnParcel& parcel,
                                                 const ReturnLabelWish& wish) = 0;
    // All that it knows of a parcel, in any order. Refuses shipping.carrier_unavailable,
    // shipping.no_tracking (conflict).
    virtual platform::Result<std::vector<TrackingNews>> track(const std::string& number) = 0;
    // Refuses shipping.bad_signature and shipping.bad_webhook (malformed).
    virtual platform::Result<CarrierMessage> open_webhook(const WebhookHeaders& headers,
                                                          const std::string& body,
                                                          platform::Time now) = 0;
};

struct CarrierConfig;

// Parcels that staff bring to the counter: labels and numbers are written by hand.
std::unique_ptr<Carrier> manual_carrier();
std::unique_ptr<Carrier> http_carrier(const CarrierConfig& config, const platform::Clock& clock);

platform::Error carrier_unavailable(const std::string& carrier);

}  // namespace kontor::shipping
