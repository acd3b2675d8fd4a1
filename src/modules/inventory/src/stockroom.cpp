#include "stockroom.hpp"

#include "balance.hpp"
#include "goods.hpp"
#include "platform/audit/deed.hpp"
#include "received_ahead.hpp"
#include "refusals.hpp"
#include "stock.hpp"

#include <algorithm>

namespace kontor::inventory {

using platform::Result;
using platform::Tx;

namespace {

std::optional<std::string> text_of(const auto& text) {
    if (!text) return std::nullopt;
    return text->value();
}

}  // namespace

Result<StockItem> Stockroom::change_terms(const std::string& sku, const TermsChange& change) const {
    const auto herald = herald_of(backing_);
    return backing_.database.transact([&](Tx& tx) -> Result<StockItem> {
        const auto code = text_of(change.location);
        const auto variant = store::variant_of(tx, sku);
        if (!variant) return no_such_sku(sku);
        const auto location = store::location(tx, code);
        if (!location) return no_such_location(code.value_or("main"));

        const LevelKey key{*variant, *location};
        if (change.safety || change.backorderable) store::ensure_level(tx, key);
        store::lock(tx, {*variant});
        Balance balance(store::levels(tx, {*variant}));
        const auto before = stock_of(tx, herald, sku);
        if (change.safety || change.backorderable) {
            const auto& level = balance.at(key);
            const auto safety = change.safety ? change.safety->value() : level.safety;
            const auto backorderable = change.backorderable.value_or(level.backorderable);
            store::set_terms(tx, key, safety, backorderable, backing_.clock.now());
            balance.set_terms(key, safety, backorderable);
        }
        if (change.low_stock_threshold) {
            std::optional<std::int64_t> threshold;
            if (const auto& given = change.low_stock_threshold->value) threshold = given->value();
            store::set_threshold(tx, *variant, threshold);
        }
        balance.announce(tx, herald, Balance::Announce::every_change);
        auto after = stock_of(tx, herald, sku);
        if (before && after) platform::audit::changed(*before, *after);
        return after;
    });
}

Result<std::vector<StockItem>> Stockroom::receive(const Receipt& receipt) const {
    const auto herald = herald_of(backing_);
    return backing_.database.transact([&](Tx& tx) -> Result<std::vector<StockItem>> {
        const auto code = text_of(receipt.location);
        const auto goods = goods_of(tx, receipt.lines);
        if (!goods) return goods.error();
        const auto location = store::location(tx, code);
        if (!location) return no_such_location(code.value_or("main"));

        const auto variants = variants_of(*goods);
        store::ensure_levels(tx, levels_of(*goods, *location));
        store::lock(tx, variants);
        Balance balance(store::levels(tx, variants));
        std::vector<Movement> movements;
        for (const auto& [variant, quantity] : *goods)
            movements.push_back({{variant, *location}, MovementKind::receive, quantity, 0, 0});
        for (const auto& [variant, quantity] : store::catch_up(tx, movements))
            std::ranges::find(movements, LevelKey{variant, *location}, &Movement::level)->on_hand -=
                quantity;
        balance.book(tx, movements, {backing_.clock.now(), {}, text_of(receipt.reference)});
        balance.announce(tx, herald, Balance::Announce::every_change);
        return items_of(store::items(tx, variants), herald);
    });
}

}  // namespace kontor::inventory
