// What lists say of prices, and what prices were.
#pragma once

#include "matching.hpp"
#include "platform/db/database.hpp"

namespace kontor::pricing::store {

// Sorted by variant.
std::vector<Entry> entries(platform::Reader& reader, const std::vector<PriceListId>& lists,
                           const std::vector<catalog::VariantId>& variants,
                           platform::Currency currency);

struct Lowest {
    catalog::VariantId variant;
    std::int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(Lowest, (), (variant, amount))

// In the 30 days before strangers last stopped paying a price that was not reduced.
std::vector<Lowest> lowest_before_reduction(platform::Reader& reader,
                                            const std::vector<catalog::VariantId>& variants,
                                            platform::Currency currency);

}  // namespace kontor::pricing::store
