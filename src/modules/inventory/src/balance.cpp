#include "balance.hpp"

#include "inventory/events.hpp"
#include "picking.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::inventory {

Balance::Balance(std::vector<StockLevel> levels) : levels_(std::move(levels)) {
    for (const auto& level : levels_)
        if (!before_.contains(level.variant))
            before_[level.variant] = sellable(levels_, level.variant);
}

const StockLevel& Balance::at(const LevelKey& key) const {
    const auto found = std::ranges::find(levels_, key, &StockLevel::key);
    if (found == levels_.end()) throw std::logic_error("a stock level was not locked");
    return *found;
}

void Balance::book(platform::Tx& tx, const std::vector<Movement>& movements,
                   const std::optional<platform::Uuid>& holder, platform::Time now,
                   const std::optional<std::string>& reason) {
    store::book(tx, movements, holder, reason, now);
    for (const auto& movement : movements) {
        const auto level = std::ranges::find(levels_, movement.level, &StockLevel::key);
        if (level == levels_.end()) throw std::logic_error("a stock level was not locked");
        level->on_hand += movement.on_hand;
        level->allocated += movement.allocated;
        level->reserved += movement.reserved;
    }
}

void Balance::announce(platform::Tx& tx, platform::EventLog& events, Announce which) const {
    std::vector<StockChanged> facts;
    for (const auto& [variant, before] : before_) {
        const auto after = sellable(levels_, variant);
        const bool changed =
            which == Announce::every_change ? after != before : (after > 0) != (before > 0);
        if (changed) facts.push_back({variant, after});
    }
    events.publish_all(tx, facts);
}

}  // namespace kontor::inventory
