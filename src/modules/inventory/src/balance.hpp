#pragma once

#include "levels.hpp"
#include "platform/events/event_log.hpp"
#include "store.hpp"

#include <map>

namespace kontor::inventory {

// The levels that a transaction has locked, as they stand after each change booked so far.
class Balance {
public:
    explicit Balance(std::vector<StockLevel> levels);

    const std::vector<StockLevel>& levels() const { return levels_; }
    const StockLevel& at(const LevelKey& key) const;
    void book(platform::Tx& tx, const std::vector<Movement>& movements,
              const std::optional<platform::Uuid>& holder, platform::Time now,
              const std::optional<std::string>& reason = std::nullopt);

    enum class Announce { buyable_or_not, every_change };
    // Publishes StockChanged for the variants that became buyable or ceased to be, or for all
    // whose available quantity changed.
    void announce(platform::Tx& tx, platform::EventLog& events, Announce which) const;

private:
    std::vector<StockLevel> levels_;
    std::map<catalog::VariantId, std::int64_t> before_;
};

}  // namespace kontor::inventory
