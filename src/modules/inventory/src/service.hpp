#pragma once

#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::inventory {

class Service final : public Inventory {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    void introduce(const std::vector<NewItem>& items) override;
    platform::Result<StockItem> stock(const std::string& sku) override;
    platform::Result<StockItem> adjust(const std::string& sku,
                                       const Adjustment& adjustment) override;
    std::vector<platform::Result<bool>> count(const std::vector<Count>& counts,
                                              const std::string& reason) override;
    std::vector<StockItem> stock_of(const std::vector<catalog::VariantId>& variants) override;
    std::vector<Quantity> available(const std::vector<catalog::VariantId>& variants) override;

    platform::Result<> reserve(const platform::Uuid& holder, const std::vector<Quantity>& lines,
                               platform::Time expires_at) override;
    void release(const platform::Uuid& holder) override;
    platform::Result<> allocate(const platform::Uuid& holder,
                                const std::vector<Quantity>& lines) override;
    void deallocate(const platform::Uuid& holder) override;

    std::size_t release_expired() override;
    std::vector<platform::Violation> check() override;

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::inventory
