#include "stock.hpp"

#include "balance.hpp"
#include "inventory/events.hpp"
#include "refusals.hpp"

#include <algorithm>
#include <set>

namespace kontor::inventory {

using platform::Result;

void announce_shortfall(platform::Tx& tx, const Herald& herald, const StockLevel& level,
                        std::int64_t delta) {
    if (delta < 0 && level.on_hand < level.allocated)
        herald.events.publish(tx, StockShortfall{level.variant, level.on_hand, level.allocated});
}

void introduce_items(platform::Tx& tx, const Herald& herald, const std::vector<NewItem>& items,
                     platform::Time now) {
    if (items.empty()) return;
    std::vector<StockChanged> changed;
    for (const auto& [variant, quantity] : store::introduce(tx, items, now))
        if (quantity > 0) changed.push_back({variant, quantity});
    herald.events.publish_all(tx, changed);
}

Result<StockItem> stock_of(platform::Reader& reader, const Herald& herald, const std::string& sku) {
    auto items = items_of(store::item(reader, sku), herald);
    if (items.empty()) return no_such_sku(sku);
    return std::move(items.front());
}

std::vector<StockItem> items_of(const std::vector<store::ItemLevel>& rows, const Herald& herald) {
    std::vector<StockItem> items;
    for (const auto& row : rows) {
        if (items.empty() || items.back().sku != row.sku)
            items.push_back(
                {row.sku, {}, row.low_stock_threshold.value_or(herald.low_stock_threshold)});
        if (row.location)
            items.back().levels.push_back({*row.location, row.on_hand, row.allocated, row.reserved,
                                           row.available, row.safety, row.backorderable});
    }
    return items;
}

Result<StockItem> adjust_stock(platform::Tx& tx, const Herald& herald, const std::string& sku,
                               const Adjustment& adjustment, platform::Time now) {
    if (adjustment.delta.has_value() == adjustment.on_hand.has_value()) return delta_or_on_hand();
    std::optional<std::string> code;
    if (adjustment.location) code = adjustment.location->value();
    const auto variant = store::variant_of(tx, sku);
    if (!variant) return no_such_sku(sku);
    const auto location = store::location(tx, code);
    if (!location) return no_such_location(code.value_or("main"));

    const LevelKey key{*variant, *location};
    store::ensure_level(tx, key);
    store::lock(tx, {*variant});
    Balance balance(store::levels(tx, {*variant}));
    const auto& level = balance.at(key);
    const auto delta =
        adjustment.delta ? adjustment.delta->value() : adjustment.on_hand->value() - level.on_hand;
    if (level.on_hand + delta < 0) return negative_stock(level, delta);

    if (delta != 0)
        balance.book(tx, {{key, MovementKind::adjust, delta, 0, 0}},
                     {now, {}, adjustment.reason.value()});
    balance.announce(tx, herald, Balance::Announce::every_change);
    announce_shortfall(tx, herald, balance.at(key), delta);
    return stock_of(tx, herald, sku);
}

namespace {

// Where each count belongs, as far as the shop knows it.
std::vector<Result<LevelKey>> places_of(platform::Tx& tx, const std::vector<Count>& counts) {
    std::vector<std::string> skus;
    for (const auto& count : counts) skus.push_back(count.sku);
    const auto variants = store::variants_of(tx, skus);
    const auto locations = store::places(tx);

    std::vector<Result<LevelKey>> places;
    std::set<LevelKey> seen;
    for (const auto& count : counts) {
        const auto variant = variants.find(count.sku);
        const auto location =
            count.location ? std::ranges::find(locations, *count.location, &store::Place::code)
                           : locations.begin();
        if (variant == variants.end())
            places.emplace_back(no_such_sku(count.sku));
        else if (location == locations.end())
            places.emplace_back(no_such_location(count.location.value_or("main")));
        else if (!seen.insert({variant->second, location->id}).second)
            places.emplace_back(counted_twice(count.sku));
        else if (count.on_hand < 0)
            places.emplace_back(counted_less_than_nothing());
        else
            places.emplace_back(LevelKey{variant->second, location->id});
    }
    return places;
}

std::vector<LevelKey> known(const std::vector<Result<LevelKey>>& places) {
    std::vector<LevelKey> keys;
    for (const auto& place : places)
        if (place) keys.push_back(*place);
    return keys;
}

}  // namespace

std::vector<Result<bool>> count_stock(platform::Tx& tx, const Herald& herald,
                                      const std::vector<Count>& counts, const std::string& reason,
                                      platform::Time now) {
    const auto places = places_of(tx, counts);
    const auto keys = known(places);
    std::vector<catalog::VariantId> variants;
    for (const auto& key : keys) variants.push_back(key.variant);
    store::ensure_levels(tx, keys);
    store::lock(tx, variants);
    Balance balance(store::levels(tx, variants));

    std::vector<Result<bool>> answers;
    std::vector<Movement> movements;
    for (std::size_t index = 0; index < counts.size(); ++index) {
        if (!places[index]) {
            answers.emplace_back(places[index].error());
            continue;
        }
        const auto delta = counts[index].on_hand - balance.at(*places[index]).on_hand;
        if (delta != 0) movements.push_back({*places[index], MovementKind::adjust, delta, 0, 0});
        answers.emplace_back(delta != 0);
    }
    balance.book(tx, movements, {now, {}, reason});
    balance.announce(tx, herald, Balance::Announce::every_change);
    for (const auto& movement : movements)
        announce_shortfall(tx, herald, balance.at(movement.level), movement.on_hand);
    return answers;
}

}  // namespace kontor::inventory
