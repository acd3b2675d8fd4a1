#pragma once

#include "herald.hpp"
#include "levels.hpp"
#include "store.hpp"

#include <map>

namespace kontor::inventory {

// The levels that a transaction has locked, as they stand after each change booked so far.
class Balance {
public:
    explicit Balance(std::vector<StockLevel> levels);

    const std::vector<StockLevel>& levels() const { return levels_; }
    const StockLevel& at(const LevelKey& key) const;
    void book(platform::Tx& tx, const std::vector<Movement>& movements, const Occasion& occasion);
    // As staff decided; written already.
    void set_terms(const LevelKey& key, std::int64_t safety, bool backorderable);

    enum class Announce { buyable_or_not, every_change };
    // Publishes what the changes mean: StockChanged for the variants that became buyable or ceased
    // to be, or for all whose available quantity changed; who waits less long for goods; what is
    // low, and what can be had again.
    void announce(platform::Tx& tx, const Herald& herald, Announce which) const;

private:
    StockLevel& level(const LevelKey& key);
    void announce_arrivals(platform::Tx& tx, platform::EventLog& events) const;

    std::vector<StockLevel> levels_;
    std::map<catalog::VariantId, std::int64_t> before_;
    std::map<LevelKey, std::int64_t> missing_before_;  // of the levels that had something missing
};

// Tells what the holders wait for now.
void announce_backorders(platform::Tx& tx, platform::EventLog& events,
                         const std::vector<platform::Uuid>& holders);

}  // namespace kontor::inventory
