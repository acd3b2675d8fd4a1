#include "matching.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace kontor::pricing {

using platform::Money;

namespace {

const Entry* tier_for(const PriceListId& list, std::span<const Entry> entries,
                      std::int64_t quantity) {
    const Entry* best = nullptr;
    for (const auto& entry : entries)
        if (entry.list == list && entry.min_quantity <= quantity &&
            (!best || best->min_quantity < entry.min_quantity))
            best = &entry;
    return best;
}

}  // namespace

const Entry* best_entry(const std::vector<const ListHead*>& lists, std::span<const Entry> entries,
                        std::int64_t quantity) {
    const Entry* best = nullptr;
    const ListHead* from = nullptr;
    const auto rank = [](const ListHead& list) {
        return std::tuple(!list.customer_group, list.priority);
    };
    for (const auto* list : lists) {
        if (best && rank(*from) < rank(*list)) break;
        const auto* entry = tier_for(list->id, entries, quantity);
        if (!entry || (best && best->amount <= entry->amount)) continue;
        best = entry;
        from = list;
    }
    return best;
}

std::vector<Tier> tiers_of(const std::vector<const ListHead*>& lists,
                           std::span<const Entry> entries, const std::optional<Money>& base,
                           platform::Currency currency) {
    std::set<std::int64_t> quantities{1};
    for (const auto& entry : entries) quantities.insert(entry.min_quantity);
    std::vector<Tier> tiers;
    std::optional<Money> before;
    for (const auto quantity : quantities) {
        const auto* entry = best_entry(lists, entries, quantity);
        const auto price = entry ? std::optional(Money{entry->amount, currency}) : base;
        if (quantity > 1 && price && price != before) tiers.push_back({quantity, *price});
        before = price;
    }
    return tiers;
}

}  // namespace kontor::pricing
