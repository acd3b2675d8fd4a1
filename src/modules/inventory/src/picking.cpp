#include "picking.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::inventory {

std::map<catalog::VariantId, std::int64_t> total_by_variant(const std::vector<Quantity>& lines) {
    std::map<catalog::VariantId, std::int64_t> totals;
    for (const auto& line : lines) {
        if (line.quantity < 1) throw std::invalid_argument("a quantity of stock is below one");
        totals[line.variant] += line.quantity;
    }
    return totals;
}

std::map<catalog::VariantId, std::int64_t> total_by_variant(const std::vector<Hold>& holds) {
    std::map<catalog::VariantId, std::int64_t> totals;
    for (const auto& hold : holds) totals[hold.variant] += hold.quantity;
    return totals;
}

std::int64_t sellable(const std::vector<StockLevel>& levels, const catalog::VariantId& variant) {
    std::int64_t sum = 0;
    for (const auto& level : levels) {
        if (level.variant != variant) continue;
        if (level.backorderable) return unlimited;
        sum += std::max<std::int64_t>(level.available(), 0);
    }
    return sum;
}

namespace {

// Takes what is in stock, then what may be sold without; answers what is still missing.
std::int64_t pick_variant(const std::vector<StockLevel>& levels, const catalog::VariantId& variant,
                          std::int64_t missing, std::vector<Pick>& picks) {
    std::map<LocationId, std::int64_t> taken;
    for (const auto& level : levels) {
        if (level.variant != variant || level.available() <= 0) continue;
        const auto quantity = std::min(missing, level.available());
        taken[level.location] += quantity;
        missing -= quantity;
    }
    const auto backorder = std::ranges::find_if(levels, [&](const StockLevel& level) {
        return level.variant == variant && level.backorderable;
    });
    if (missing > 0 && backorder != levels.end()) {
        taken[backorder->location] += missing;
        missing = 0;
    }
    for (const auto& [location, quantity] : taken)
        if (quantity > 0) picks.push_back({{variant, location}, quantity});
    return missing;
}

}  // namespace

Picking pick(const std::vector<StockLevel>& levels,
             const std::map<catalog::VariantId, std::int64_t>& wanted) {
    Picking picking;
    for (const auto& [variant, quantity] : wanted)
        if (pick_variant(levels, variant, quantity, picking.picks) > 0)
            picking.short_of.push_back({variant, sellable(levels, variant)});
    return picking;
}

}  // namespace kontor::inventory
