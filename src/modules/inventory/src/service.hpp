#pragma once

#include "herald.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"

namespace kontor::inventory {

class Service final : public Inventory {
public:
    Service(platform::Database& database, const Herald& herald, const platform::Clock& clock)
        : database_(database), herald_(herald), clock_(clock) {}

    void introduce(const std::vector<NewItem>& items) override;
    platform::Result<StockItem> stock(const std::string& sku) override;
    platform::Result<StockItem> adjust(const std::string& sku,
                                       const Adjustment& adjustment) override;
    std::vector<platform::Result<bool>> count(const std::vector<Count>& counts,
                                              const std::string& reason) override;
    std::vector<StockItem> stock_of(const std::vector<catalog::VariantId>& variants) override;
    std::vector<Quantity> available(const std::vector<catalog::VariantId>& variants) override;

    platform::Result<> reserve(const platform::Uuid& holder, const std::vector<Quantity>& lines,
                               platform::Time expires_at,
                               const std::optional<std::string>& country) override;
    void release(const platform::Uuid& holder) override;
    platform::Result<> allocate(const platform::Uuid& holder, const std::vector<Quantity>& lines,
                                const std::optional<std::string>& country) override;
    void deallocate(const platform::Uuid& holder) override;
    std::vector<Quantity> backordered(const platform::Uuid& holder) override;
    platform::Result<> take_back(const platform::Uuid& cause,
                                 const std::vector<ReturnedItem>& items,
                                 const std::optional<std::string>& location) override;

    std::size_t release_expired() override;
    std::vector<platform::Violation> check() override;

private:
    platform::Database& database_;
    Herald herald_;
    const platform::Clock& clock_;
};

}  // namespace kontor::inventory
