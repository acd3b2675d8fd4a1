#include "picking.hpp"

#include <algorithm>
#include <span>
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
        if (level.sold_without_stock()) return unlimited;
        sum += level.for_sale();
    }
    return sum;
}

namespace {

using Wanted = std::map<catalog::VariantId, std::int64_t>;

// The first that has all of everything.
std::optional<LocationId> one_for_all(const std::vector<StockLevel>& levels, const Wanted& wanted) {
    std::map<LocationId, std::size_t> has;
    std::vector<LocationId> in_order;
    for (const auto& level : levels) {
        const auto line = wanted.find(level.variant);
        if (line == wanted.end() || level.for_sale() < line->second) continue;
        if (line == wanted.begin()) in_order.push_back(level.location);
        ++has[level.location];
    }
    const auto found = std::ranges::find_if(
        in_order, [&](const auto& location) { return has[location] == wanted.size(); });
    if (found == in_order.end()) return std::nullopt;
    return *found;
}

// Takes what is in stock, then what may be sold without; answers what is still missing.
std::int64_t pick_variant(std::span<const StockLevel> levels, const catalog::VariantId& variant,
                          std::int64_t missing, std::vector<Pick>& picks) {
    const auto whole = std::ranges::find_if(
        levels, [&](const StockLevel& level) { return level.for_sale() >= missing; });
    if (whole != levels.end()) {
        picks.push_back({whole->key(), missing});
        return 0;
    }
    std::map<LocationId, std::int64_t> taken;
    for (const auto& level : levels) {
        const auto quantity = std::min(missing, level.for_sale());
        taken[level.location] += quantity;
        missing -= quantity;
    }
    const auto backorder = std::ranges::find_if(levels, &StockLevel::sold_without_stock);
    if (missing > 0 && backorder != levels.end()) {
        taken[backorder->location] += missing;
        missing = 0;
    }
    for (const auto& [location, quantity] : taken)
        if (quantity > 0) picks.push_back({{variant, location}, quantity});
    return missing;
}

}  // namespace

Picking pick(const std::vector<StockLevel>& levels, const Wanted& wanted) {
    Picking picking;
    if (const auto location = one_for_all(levels, wanted)) {
        for (const auto& [variant, quantity] : wanted)
            picking.picks.push_back({{variant, *location}, quantity});
        return picking;
    }
    for (const auto& [variant, quantity] : wanted) {
        const auto own = std::ranges::equal_range(levels, variant, {}, &StockLevel::variant);
        if (pick_variant(own, variant, quantity, picking.picks) > 0)
            picking.short_of.push_back({variant, sellable(levels, variant)});
    }
    return picking;
}

}  // namespace kontor::inventory
