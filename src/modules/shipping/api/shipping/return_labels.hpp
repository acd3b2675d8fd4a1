#pragma once

#include "platform/core/uuid.hpp"
#include "shipping/shipping.hpp"

namespace kontor::shipping {

// What a customer sends back. id: the return's.
struct ReturnParcel {
    platform::Uuid id;
    orders::OrderId order;
    Address from;
    std::vector<ShippedItem> items;
};
BOOST_DESCRIBE_STRUCT(ReturnParcel, (), (id, order, from, items))

struct ReturnLabelWish {
    std::string carrier;
    std::optional<std::string> service{};
    std::optional<std::int64_t> weight_grams{};
};
BOOST_DESCRIBE_STRUCT(ReturnLabelWish, (), (carrier, service, weight_grams))

// path: of the label, for everybody who knows it until the return is over: nobody guesses it.
struct ReturnLabel {
    std::string carrier;
    std::string tracking_number;
    std::string path;
};
BOOST_DESCRIBE_STRUCT(ReturnLabel, (), (carrier, tracking_number, path))

// Labels with which customers send goods back, by the carriers that make any. Thread-safe.
class ReturnLabels {
public:
    virtual ~ReturnLabels() = default;

    // The label that the return has, at another path, or one that the carrier makes; may take as
    // long as the carrier's deadline, and is not called inside a transaction. Refuses
    // shipping.no_such_carrier (invalid), shipping.no_labels, shipping.label_refused (conflict),
    // shipping.carrier_unavailable, storage.unavailable (unavailable).
    virtual platform::Result<ReturnLabel> make(const ReturnParcel& parcel,
                                               const ReturnLabelWish& wish) = 0;
};

}  // namespace kontor::shipping
