// The goods that staff name by their SKUs.
#pragma once

#include "levels.hpp"
#include "platform/core/result.hpp"
#include "platform/db/database.hpp"
#include "staff.hpp"

#include <map>

namespace kontor::inventory {

struct Goods {
    catalog::VariantId variant;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(Goods, (), (variant, quantity))

// In the order of the lines. Refuses inventory.no_such_sku, inventory.sku_given_twice and
// inventory.lines_needed (invalid). most_lines bounds a document.
platform::Result<std::vector<Goods>> goods_of(platform::Reader& reader,
                                              const std::vector<Line>& lines);
inline constexpr std::size_t most_lines = 1000;

std::vector<catalog::VariantId> variants_of(const std::vector<Goods>& goods);
std::vector<LevelKey> levels_of(const std::vector<Goods>& goods, const LocationId& location);

}  // namespace kontor::inventory
