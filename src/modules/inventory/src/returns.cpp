#include "returns.hpp"

#include "balance.hpp"
#include "refusals.hpp"

#include <ranges>

namespace kontor::inventory {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

struct Returned {
    std::int64_t resaleable = 0;
    std::int64_t damaged = 0;
};

using ByVariant = std::map<catalog::VariantId, Returned>;

ByVariant pieces_of(const std::vector<ReturnedItem>& items) {
    ByVariant pieces;
    for (const auto& item : items) {
        if (item.quantity < 1) throw std::invalid_argument("a quantity of stock is below one");
        auto& of = pieces[item.variant];
        (item.condition == Condition::damaged ? of.damaged : of.resaleable) += item.quantity;
    }
    return pieces;
}

Error unknown_variant(const catalog::VariantId& variant) {
    return {ErrorKind::invalid, "inventory.unknown_variant",
            "stock was never kept of the variant " + variant.text()};
}

}  // namespace

Result<> take_back(platform::Tx& tx, const Herald& herald, const platform::Uuid& cause,
                   const std::vector<ReturnedItem>& items,
                   const std::optional<std::string>& location, platform::Time now) {
    const auto pieces = pieces_of(items);
    const auto place = store::location(tx, location);
    if (!place) return no_such_location(location.value_or("main"));
    std::vector<catalog::VariantId> variants;
    for (const auto& variant : pieces | std::views::keys) variants.push_back(variant);
    const auto known = store::known(tx, variants);
    for (const auto& variant : variants)
        if (!known.contains(variant)) return unknown_variant(variant);
    if (!store::note_cause(tx, cause, now)) return {};

    std::vector<LevelKey> keys, damaged_at;
    std::vector<Movement> movements;
    std::vector<std::int64_t> damaged;
    for (const auto& [variant, of] : pieces) {
        const LevelKey key{variant, *place};
        keys.push_back(key);
        if (of.resaleable > 0)
            movements.push_back({key, MovementKind::returned, of.resaleable, 0, 0});
        if (of.damaged > 0) damaged_at.push_back(key);
        if (of.damaged > 0) damaged.push_back(of.damaged);
    }
    store::ensure_levels(tx, keys);
    store::lock(tx, variants);
    Balance balance(store::levels(tx, variants));
    const Occasion occasion{now, {}, {}, cause};
    balance.book(tx, movements, occasion);
    if (!damaged.empty()) store::dismiss(tx, damaged_at, damaged, occasion);
    balance.announce(tx, herald, Balance::Announce::every_change);
    return {};
}

}  // namespace kontor::inventory
