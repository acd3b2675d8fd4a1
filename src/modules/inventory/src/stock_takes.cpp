#include "stock_takes.hpp"

#include "balance.hpp"
#include "platform/core/transition.hpp"
#include "refusals.hpp"
#include "stock.hpp"

#include <algorithm>

namespace kontor::inventory {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

std::vector<StockTakeStatus> allowed_after(StockTakeStatus from) {
    using enum StockTakeStatus;
    return from == open ? std::vector{open, closed, cancelled} : std::vector<StockTakeStatus>{};
}

namespace {

Error no_such_stock_take() {
    return {ErrorKind::not_found, "inventory.no_such_stock_take", "there is no such stock-take"};
}

Error count_outdated(const std::vector<store::OutdatedCount>& outdated) {
    std::vector<std::string> skus;
    std::string text;
    for (const auto& [sku, booked_by] : outdated) {
        skus.push_back(sku);
        text += (text.empty() ? "" : ", ") + sku + " (by " + booked_by.text() + ")";
    }
    return {ErrorKind::conflict,
            "inventory.count_outdated",
            "Another stock-take has booked what it found since this was counted: " + text +
                ". Count it again, or cancel this stock-take.",
            {},
            {{"skus", std::move(skus)}}};
}

// Locks it.
Result<store::StockTakeRow> take_to_change(Tx& tx, const StockTakeId& id, StockTakeStatus to) {
    auto take = store::lock_stock_take(tx, id);
    if (!take) return no_such_stock_take();
    const auto legal =
        platform::check_transition("A stock-take", take->status, to, allowed_after(take->status));
    if (!legal) return legal.error();
    return *std::move(take);
}

std::vector<Line> lines_of(const Counts& counts) {
    std::vector<Line> lines;
    for (const auto& line : counts.lines) lines.push_back({line.sku, {}});
    return lines;
}

}  // namespace

Result<StockTake> StockTakes::open(const NewStockTake& wanted) const {
    return backing_.database.transact([&](Tx& tx) -> Result<StockTake> {
        std::optional<std::string> code;
        if (wanted.location) code = wanted.location->value();
        const auto location = store::location(tx, code);
        if (!location) return no_such_location(code.value_or("main"));
        store::StockTakeRow take{StockTakeId::make(), *location, {}, {}, backing_.clock.now(), {}};
        if (wanted.note) take.note = wanted.note->value();
        store::insert(tx, take);
        return store::stock_take(tx, take.id).value();
    });
}

Result<StockTake> StockTakes::enter(const StockTakeId& id, const Counts& counts) const {
    return backing_.database.transact([&](Tx& tx) -> Result<StockTake> {
        const auto take = take_to_change(tx, id, StockTakeStatus::open);
        if (!take) return take.error();
        const auto goods = goods_of(tx, lines_of(counts));
        if (!goods) return goods.error();
        const auto variants = variants_of(*goods);
        store::ensure_levels(tx, levels_of(*goods, take->location));
        store::lock(tx, variants);
        const Balance balance(store::levels(tx, variants));
        std::vector<store::CountedGoods> counted;
        for (std::size_t index = 0; index < variants.size(); ++index)
            counted.push_back({variants[index], counts.lines[index].counted,
                               balance.at({variants[index], take->location}).on_hand});
        store::put_counts(tx, id, counted, backing_.clock.now());
        return store::stock_take(tx, id).value();
    });
}

Result<StockTake> StockTakes::close(const StockTakeId& id) const {
    return backing_.database.transact([&](Tx& tx) -> Result<StockTake> {
        auto take = take_to_change(tx, id, StockTakeStatus::closed);
        if (!take) return take.error();
        if (const auto booked = book(tx, *take); !booked) return booked.error();
        take->status = StockTakeStatus::closed;
        take->ended_at = backing_.clock.now();
        store::update(tx, *take);
        return store::stock_take(tx, id).value();
    });
}

Result<> StockTakes::book(Tx& tx, const store::StockTakeRow& take) const {
    const auto herald = herald_of(backing_);
    const auto counts = store::counts(tx, take.id);
    std::vector<catalog::VariantId> variants;
    for (const auto& count : counts) variants.push_back(count.variant);
    store::lock(tx, variants);
    if (const auto outdated = store::outdated(tx, take); !outdated.empty())
        return count_outdated(outdated);
    Balance balance(store::levels(tx, variants));
    std::vector<Movement> movements;
    for (const auto& [variant, counted, expected] : counts) {
        const LevelKey key{variant, take.location};
        // What has left since cannot be missing any more.
        const auto delta = std::max(counted - expected, -balance.at(key).on_hand);
        if (delta != 0) movements.push_back({key, MovementKind::adjust, delta, 0, 0});
    }
    balance.book(tx, movements,
                 {backing_.clock.now(), {}, take.note.value_or("stock-take"), take.id.uuid()});
    balance.announce(tx, herald, Balance::Announce::every_change);
    for (const auto& movement : movements)
        announce_shortfall(tx, herald, balance.at(movement.level), movement.on_hand);
    return {};
}

Result<StockTake> StockTakes::cancel(const StockTakeId& id) const {
    return backing_.database.transact([&](Tx& tx) -> Result<StockTake> {
        auto take = take_to_change(tx, id, StockTakeStatus::cancelled);
        if (!take) return take.error();
        take->status = StockTakeStatus::cancelled;
        take->ended_at = backing_.clock.now();
        store::update(tx, *take);
        return store::stock_take(tx, id).value();
    });
}

Result<StockTake> StockTakes::find(const StockTakeId& id) const {
    auto found =
        backing_.database.read([&](Reader& reader) { return store::stock_take(reader, id); });
    if (!found) return no_such_stock_take();
    return *std::move(found);
}

std::vector<StockTake> StockTakes::list(const std::optional<StockTakeId>& before,
                                        std::size_t limit) const {
    return backing_.database.read(
        [&](Reader& reader) { return store::stock_takes(reader, before, limit); });
}

}  // namespace kontor::inventory
