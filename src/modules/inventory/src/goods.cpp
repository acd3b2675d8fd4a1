#include "goods.hpp"

#include "refusals.hpp"
#include "store.hpp"

#include <set>

namespace kontor::inventory {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

Error lines_needed() {
    const auto rule = "from 1 to " + std::to_string(most_lines) + " lines";
    return {
        ErrorKind::invalid, "inventory.lines_needed", "give " + rule, {{"/lines", "length", rule}}};
}

}  // namespace

Result<std::vector<Goods>> goods_of(platform::Reader& reader, const std::vector<Line>& lines) {
    if (lines.empty() || lines.size() > most_lines) return lines_needed();
    std::vector<std::string> skus;
    for (const auto& line : lines) skus.push_back(line.sku);
    const auto variants = store::variants_of(reader, skus);
    std::vector<Goods> goods;
    std::set<std::string> seen;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const auto at = "/lines/" + std::to_string(index) + "/sku";
        const auto variant = variants.find(skus[index]);
        if (variant == variants.end()) return no_such_sku(skus[index], at);
        if (!seen.insert(skus[index]).second) return sku_given_twice(skus[index], at);
        goods.push_back({variant->second, lines[index].quantity});
    }
    return goods;
}

std::vector<catalog::VariantId> variants_of(const std::vector<Goods>& goods) {
    std::vector<catalog::VariantId> variants;
    for (const auto& one : goods) variants.push_back(one.variant);
    return variants;
}

std::vector<LevelKey> levels_of(const std::vector<Goods>& goods, const LocationId& location) {
    std::vector<LevelKey> levels;
    for (const auto& one : goods) levels.push_back({one.variant, location});
    return levels;
}

}  // namespace kontor::inventory
