// Which price list sets a price. Pure.
#pragma once

#include "pricing/pricing.hpp"
#include "rule_book.hpp"

#include <span>

namespace kontor::pricing {

struct Entry {
    catalog::VariantId variant;
    PriceListId list;
    std::int64_t min_quantity = 1;
    std::int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (variant, list, min_quantity, amount))

// lists: as RuleBook::lists_for() orders them. entries: of one variant in one currency. Nothing
// where no list has a price for so few pieces.
const Entry* best_entry(const std::vector<const ListHead*>& lists, std::span<const Entry> entries,
                        std::int64_t quantity);

// What a piece costs from two pieces on, wherever that differs from fewer pieces.
std::vector<Tier> tiers_of(const std::vector<const ListHead*>& lists,
                           std::span<const Entry> entries,
                           const std::optional<platform::Money>& base, platform::Currency currency);

}  // namespace kontor::pricing
