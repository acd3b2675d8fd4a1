#include "balance.hpp"

#include "inventory/events.hpp"
#include "picking.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::inventory {

Balance::Balance(std::vector<StockLevel> levels) : levels_(std::move(levels)) {
    for (const auto& level : levels_) {
        if (!before_.contains(level.variant))
            before_[level.variant] = sellable(levels_, level.variant);
        if (level.missing() > 0) missing_before_[level.key()] = level.missing();
    }
}

namespace {

auto& find_level(auto& levels, const LevelKey& key) {
    const auto found = std::ranges::find(levels, key, &StockLevel::key);
    if (found == levels.end()) throw std::logic_error("a stock level was not locked");
    return *found;
}

}  // namespace

StockLevel& Balance::level(const LevelKey& key) {
    return find_level(levels_, key);
}

const StockLevel& Balance::at(const LevelKey& key) const {
    return find_level(levels_, key);
}

void Balance::book(platform::Tx& tx, const std::vector<Movement>& movements,
                   const Occasion& occasion) {
    store::book(tx, movements, occasion);
    for (const auto& movement : movements) {
        auto& changed = level(movement.level);
        changed.on_hand += movement.on_hand;
        changed.allocated += movement.allocated;
        changed.reserved += movement.reserved;
    }
}

void Balance::set_terms(const LevelKey& key, std::int64_t safety, bool backorderable) {
    auto& changed = level(key);
    changed.safety = safety;
    changed.backorderable = backorderable;
}

void Balance::announce(platform::Tx& tx, const Herald& herald, Announce which) const {
    std::vector<StockChanged> changes;
    std::vector<LowStock> low;
    std::vector<BackInStock> back;
    for (const auto& [variant, before] : before_) {
        const auto after = sellable(levels_, variant);
        const bool changed =
            which == Announce::every_change ? after != before : (after > 0) != (before > 0);
        if (changed) changes.push_back({variant, after});
        if (before <= 0 && after > 0) back.push_back({variant, after});
        const auto threshold = std::ranges::find(levels_, variant, &StockLevel::variant)
                                   ->low_stock_threshold.value_or(herald.low_stock_threshold);
        if (before > threshold && after <= threshold) low.push_back({variant, after, threshold});
    }
    herald.events.publish_all(tx, changes);
    herald.events.publish_all(tx, low);
    herald.events.publish_all(tx, back);
    if (!missing_before_.empty()) announce_arrivals(tx, herald.events);
}

void Balance::announce_arrivals(platform::Tx& tx, platform::EventLog& events) const {
    std::vector<store::Arrival> arrivals;
    for (const auto& [key, before] : missing_before_)
        if (const auto after = at(key).missing(); after < before)
            arrivals.push_back({key, before, after});
    if (!arrivals.empty()) announce_backorders(tx, events, store::relieved(tx, arrivals));
}

void announce_backorders(platform::Tx& tx, platform::EventLog& events,
                         const std::vector<platform::Uuid>& holders) {
    if (holders.empty()) return;
    std::map<platform::Uuid, BackorderChanged> facts;
    for (const auto& holder : holders) facts[holder].holder = HolderId(holder);
    for (const auto& [holder, variant, quantity] : store::backordered(tx, holders))
        facts[holder].items.push_back({variant, quantity});
    std::vector<BackorderChanged> sorted;
    for (auto& [holder, fact] : facts) sorted.push_back(std::move(fact));
    events.publish_all(tx, sorted);
}

}  // namespace kontor::inventory
