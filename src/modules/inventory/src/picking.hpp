// Which location gives what: pure decisions over levels that the caller has locked.
#pragma once

#include "inventory/inventory.hpp"
#include "levels.hpp"

#include <map>

namespace kontor::inventory {

// The quantity of each variant over all lines, in the order in which levels are locked. Throws
// std::invalid_argument for a quantity below one.
std::map<catalog::VariantId, std::int64_t> total_by_variant(const std::vector<Quantity>& lines);
std::map<catalog::VariantId, std::int64_t> total_by_variant(const std::vector<Hold>& holds);

// What a variant can still be sold of, over its levels.
std::int64_t sellable(const std::vector<StockLevel>& levels, const catalog::VariantId& variant);

struct Pick {
    LevelKey level;
    std::int64_t quantity = 0;
};

struct Picking {
    std::vector<Pick> picks;
    std::vector<Quantity> short_of;  // the variants that lack stock, with what can still be had
};

// Of the location that comes first of those that have everything. Where none has, each variant
// of the first that has all of it, else of several in their order, and what is in none of the first
// that is sold from without stock. levels: in order of priority within a variant.
Picking pick(const std::vector<StockLevel>& levels,
             const std::map<catalog::VariantId, std::int64_t>& wanted);

}  // namespace kontor::inventory
