#pragma once

#include "labels.hpp"
#include "shipping/return_labels.hpp"

namespace kontor::shipping {

class ReturnLabelService final : public ReturnLabels {
public:
    explicit ReturnLabelService(const Backing& backing) : backing_(backing) {}

    platform::Result<ReturnLabel> make(const ReturnParcel& parcel,
                                       const ReturnLabelWish& wish) override;
    // Refuses shipping.no_such_label (not_found).
    platform::Result<LabelFile> open(const std::string& token) const;

private:
    Backing backing_;
};

// The return is over: nobody sees its label any more. Deferred.
void close_label(platform::Tx& tx, const platform::Uuid& id);

}  // namespace kontor::shipping
