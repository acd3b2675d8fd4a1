#pragma once

#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "rates.hpp"

#include <chrono>
#include <memory>
#include <mutex>

namespace kontor::shipping {

class Service final : public Shipping {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    std::vector<ShippingOption> options(const Parcel& parcel) override;
    platform::Result<ShippingOption> option(const std::string& id, const Parcel& parcel) override;
    platform::Result<Shipment> ship(const Dispatch& dispatch) override;
    platform::Result<> call_off(const Consignment& consignment) override;
    platform::Result<Shipment> deliver(const ShipmentId& id) override;
    std::vector<Shipment> shipments_of(const std::vector<orders::OrderId>& orders) override;

private:
    using Tariffs = std::shared_ptr<const std::vector<Tariff>>;

    Tariffs tariffs();
    Shipment send(platform::Tx& tx, const Dispatch& dispatch, const platform::Uuid& checkout,
                  const std::vector<ShippedItem>& remaining, std::vector<ShippedItem> items);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;

    std::mutex mutex_;
    Tariffs tariffs_;
    std::chrono::steady_clock::time_point read_at_;
};

}  // namespace kontor::shipping
