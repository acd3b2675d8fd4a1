#include "carrier.hpp"

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

class ManualCarrier final : public Carrier {
public:
    const std::string& name() const override { return name_; }

    Result<std::vector<Quote>> rates(const Parcel&) override { return std::vector<Quote>{}; }
    Result<Label> label(const LabelRequest&) override {
        return Error{ErrorKind::conflict, "shipping.no_labels",
                     "The manual carrier makes no labels: write one, and give its tracking number "
                     "when you ship."};
    }
    Result<Label> return_label(const ReturnParcel&, const ReturnLabelWish&) override {
        return Error{
            ErrorKind::conflict, "shipping.no_labels",
            "The manual carrier makes no labels: tell the customer where to send the goods, "
            "or name a carrier that makes labels."};
    }
    Result<std::vector<TrackingNews>> track(const std::string&) override {
        return Error{ErrorKind::conflict, "shipping.no_tracking",
                     "The manual carrier tells nothing: say yourself when it was delivered."};
    }
    Result<CarrierMessage> open_webhook(const WebhookHeaders&, const std::string&,
                                        platform::Time) override {
        return Error{ErrorKind::malformed, "shipping.bad_signature",
                     "The manual carrier sends no messages."};
    }

private:
    std::string name_ = "manual";
};

}  // namespace

std::unique_ptr<Carrier> manual_carrier() {
    return std::make_unique<ManualCarrier>();
}

Error carrier_unavailable(const std::string& carrier) {
    return {ErrorKind::unavailable, "shipping.carrier_unavailable",
            "The carrier " + carrier +
                " does not answer. Try again shortly, or send the parcel with a label of your own "
                "and give its tracking number when you ship."};
}

}  // namespace kontor::shipping
