#pragma once

#include "handling.hpp"
#include "shipping/module.hpp"

namespace kontor::shipping {

class Service final : public Shipping {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            Freight& freight)
        : database_(database), events_(events), clock_(clock), freight_(freight) {}

    std::vector<ShippingOption> options(const Parcel& parcel) override;
    platform::Result<ShippingOption> option(const std::string& id, const Parcel& parcel) override;
    platform::Result<Shipment> ship(const Dispatch& dispatch) override;
    platform::Result<> call_off(const Consignment& consignment) override;
    void expect_back(const orders::OrderId& order, const platform::Uuid& return_id,
                     const std::vector<ShippedItem>& items) override;
    platform::Result<Shipment> deliver(const ShipmentId& id) override;
    std::vector<Shipment> shipments_of(const std::vector<orders::OrderId>& orders) override;
    std::vector<Shipment> shipments_at(const orders::OrderId& order, platform::Time at) override;

private:
    Handling handling(platform::Tx& tx, std::string actor) const {
        return {tx, events_, clock_.now(), std::move(actor)};
    }

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Freight& freight_;
};

}  // namespace kontor::shipping
