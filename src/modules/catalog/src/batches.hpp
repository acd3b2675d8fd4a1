#pragma once

#include "catalog/batches.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

#include <functional>

namespace kontor::catalog {

class BatchService final : public Batches {
public:
    BatchService(platform::Database& database, platform::EventLog& events,
                 const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    std::vector<Product> products_with(const std::vector<std::string>& slugs,
                                       const std::vector<std::string>& skus) override;
    std::vector<platform::Result<bool>> change_variants(
        const std::vector<SkuChange>& changes) override;
    std::vector<platform::Result<bool>> change_prices(const std::vector<SkuPrice>& prices) override;

private:
    // change_of answers, for each SKU by its place, what changes of the variant as it stands.
    using ChangeOf = std::function<VariantChange(std::size_t, const Variant&)>;
    std::vector<platform::Result<bool>> change_each(const std::vector<std::string>& skus,
                                                    const ChangeOf& change_of);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::catalog
