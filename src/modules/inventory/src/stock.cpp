#include "stock.hpp"

#include "balance.hpp"
#include "inventory/events.hpp"
#include "store.hpp"

namespace kontor::inventory {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

Error no_such_sku(const std::string& sku) {
    return {ErrorKind::not_found, "inventory.no_such_sku", "there is no SKU '" + sku + "'"};
}

Error no_such_location(const std::string& code) {
    return {ErrorKind::invalid,
            "inventory.no_such_location",
            "there is no location '" + code + "'",
            {{"/location", "not_one_of", "the code of a location, such as main"}}};
}

Error delta_or_on_hand() {
    return {ErrorKind::invalid,
            "inventory.delta_or_on_hand",
            "give either delta, by how much the stock changes, or on_hand, what was counted",
            {{"/delta", "required", "exactly one of delta and on_hand"}}};
}

Error negative_stock(const StockLevel& level, std::int64_t delta) {
    return {ErrorKind::conflict,
            "inventory.negative_stock",
            "there are " + std::to_string(level.on_hand) + " on hand, which " +
                std::to_string(delta) + " would make less than nothing: give on_hand after a count",
            {},
            {{"on_hand", level.on_hand}}};
}

}  // namespace

void introduce_items(platform::Tx& tx, platform::EventLog& events,
                     const std::vector<NewItem>& items, platform::Time now) {
    if (items.empty()) return;
    for (const auto& [variant, quantity] : store::introduce(tx, items, now))
        if (quantity > 0) events.publish(tx, StockChanged{variant, quantity});
}

Result<StockItem> stock_of(platform::Reader& reader, const std::string& sku) {
    const auto rows = store::item(reader, sku);
    if (rows.empty()) return no_such_sku(sku);
    StockItem item{sku, {}};
    for (const auto& row : rows)
        if (row.location)
            item.levels.push_back(
                {*row.location, row.on_hand, row.allocated, row.reserved, row.available});
    return item;
}

Result<StockItem> adjust_stock(platform::Tx& tx, platform::EventLog& events, const std::string& sku,
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
        balance.book(tx, {{key, MovementKind::adjust, delta, 0, 0}}, std::nullopt, now,
                     adjustment.reason.value());
    balance.announce(tx, events, Balance::Announce::every_change);
    if (const auto& after = balance.at(key); delta < 0 && after.on_hand < after.allocated)
        events.publish(tx, StockShortfall{*variant, after.on_hand, after.allocated});
    return stock_of(tx, sku);
}

}  // namespace kontor::inventory
