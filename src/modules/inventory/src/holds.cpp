#include "holds.hpp"

#include "balance.hpp"
#include "picking.hpp"
#include "received_ahead.hpp"
#include "store.hpp"

#include <algorithm>
#include <iterator>

namespace kontor::inventory {

using catalog::VariantId;
using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Uuid;

namespace {

std::vector<VariantId> variants_of(const std::map<VariantId, std::int64_t>& totals) {
    std::vector<VariantId> variants;
    for (const auto& [variant, quantity] : totals) variants.push_back(variant);
    return variants;
}

std::vector<Movement> movements_of(const std::vector<Hold>& holds, MovementKind kind) {
    std::vector<Movement> movements;
    for (const auto& hold : holds) {
        Movement movement{hold.key(), kind, 0, 0, 0};
        switch (kind) {
            case MovementKind::reserve:
                movement.reserved = hold.quantity;
                break;
            case MovementKind::release:
                movement.reserved = -hold.quantity;
                break;
            case MovementKind::deallocate:
                movement.allocated = -hold.quantity;
                break;
            default:
                throw std::logic_error("not a movement of a hold");
        }
        movements.push_back(movement);
    }
    return movements;
}

std::vector<Hold> only(const std::vector<Hold>& holds, HoldState state) {
    std::vector<Hold> found;
    std::ranges::copy_if(holds, std::back_inserter(found),
                         [&](const Hold& hold) { return hold.state == state; });
    return found;
}

std::vector<Hold> as_holds(const std::vector<Pick>& picks, HoldState state) {
    std::vector<Hold> holds;
    for (const auto& [level, quantity] : picks)
        holds.push_back({level.variant, level.location, state, quantity, false});
    return holds;
}

// lines: as the caller gave them, which is what the problems point to.
Error insufficient_stock(platform::Reader& reader, const std::vector<Quantity>& lines,
                         const std::vector<Quantity>& short_of) {
    const auto sku =
        store::sku_of(reader, short_of.front().variant).value_or(short_of.front().variant.text());
    Error error{ErrorKind::conflict,
                "insufficient_stock",
                "of " + sku + " only " + std::to_string(short_of.front().quantity) +
                    " can be had: lower the quantity or remove the item",
                {},
                {{"sku", sku}, {"available", short_of.front().quantity}}};
    for (std::size_t index = 0; index < lines.size(); ++index)
        for (const auto& [variant, available] : short_of)
            if (lines[index].variant == variant)
                error.problems.push_back({"/items/" + std::to_string(index), "insufficient_stock",
                                          "only " + std::to_string(available) + " available"});
    return error;
}

// Gives back what expired of the variants that are locked.
std::size_t give_back_expired(platform::Tx& tx, Balance& balance,
                              const std::vector<VariantId>& variants, platform::Time now) {
    const auto expired = store::delete_expired(tx, variants, now);
    balance.book(tx, movements_of(expired, MovementKind::release), {now, {}, "expired"});
    return expired.size();
}

std::vector<StockLevel> serving(const std::vector<StockLevel>& levels) {
    std::vector<StockLevel> found;
    std::ranges::copy_if(levels, std::back_inserter(found), &StockLevel::serves);
    return found;
}

// Picks, and once more after giving back what expired when that is needed.
Picking pick_or_expire(platform::Tx& tx, Balance& balance,
                       const std::map<VariantId, std::int64_t>& wanted, platform::Time now) {
    auto picking = pick(serving(balance.levels()), wanted);
    if (picking.short_of.empty()) return picking;
    std::vector<VariantId> variants;
    for (const auto& missing : picking.short_of) variants.push_back(missing.variant);
    if (give_back_expired(tx, balance, variants, now) == 0) return picking;
    return pick(serving(balance.levels()), wanted);
}

}  // namespace

Result<> Holds::reserve(const Uuid& holder, const std::vector<Quantity>& lines,
                        platform::Time expires_at, const std::optional<std::string>& country) {
    const auto wanted = total_by_variant(lines);
    const auto variants = variants_of(wanted);
    store::lock(tx_, holder, variants);
    auto [levels, holds] = store::held(tx_, holder, variants, country);
    Balance balance(std::move(levels));

    const auto held = only(holds, HoldState::reserved);
    const auto serves = [&](const Hold& hold) { return balance.at(hold.key()).serves; };
    if (total_by_variant(held) == wanted && std::ranges::all_of(held, serves)) {
        store::extend_holds(tx_, holder, expires_at);
        return {};
    }
    if (!held.empty()) {
        store::delete_holds(tx_, holder, HoldState::reserved);
        balance.book(tx_, movements_of(held, MovementKind::release), {now_, holder});
    }
    const auto picking = pick_or_expire(tx_, balance, wanted, now_);
    if (!picking.short_of.empty()) return insufficient_stock(tx_, lines, picking.short_of);

    const auto taken = as_holds(picking.picks, HoldState::reserved);
    balance.book(tx_, movements_of(taken, MovementKind::reserve), {now_, holder});
    store::insert_holds(tx_, holder, taken, expires_at);
    balance.announce(tx_, herald_, Balance::Announce::buyable_or_not);
    return {};
}

void Holds::release(const Uuid& holder) {
    store::lock(tx_, holder, {});
    auto [levels, holds] = store::held(tx_, holder, {});
    const auto reserved = only(holds, HoldState::reserved);
    if (reserved.empty()) return;

    Balance balance(std::move(levels));
    balance.book(tx_, movements_of(reserved, MovementKind::release), {now_, holder});
    store::delete_holds(tx_, holder, HoldState::reserved);
    balance.announce(tx_, herald_, Balance::Announce::buyable_or_not);
}

void Holds::deallocate(const Uuid& holder) {
    store::lock(tx_, holder, {});
    auto [levels, holds] = store::held(tx_, holder, {});
    const auto allocated = only(holds, HoldState::allocated);
    if (allocated.empty()) return;

    Balance balance(std::move(levels));
    balance.book(tx_, movements_of(allocated, MovementKind::deallocate), {now_, holder});
    store::delete_holds(tx_, holder, HoldState::allocated);
    balance.announce(tx_, herald_, Balance::Announce::buyable_or_not);
}

namespace {

// What of an allocation comes from the holder's own reservation, what is left of that and of what
// it had allocated before, and what has to be acquired anew.
struct Conversion {
    std::vector<Hold> converted;
    std::vector<Hold> left_over;
    std::vector<Hold> surplus;
    std::map<VariantId, std::int64_t> missing;
};

void count_shipped(Conversion& conversion, const std::vector<Hold>& holds) {
    for (const auto& hold : only(holds, HoldState::shipped))
        conversion.missing[hold.variant] -=
            std::min(conversion.missing[hold.variant], hold.quantity);
}

void count_allocated(Conversion& conversion, const std::vector<Hold>& holds) {
    for (auto hold : only(holds, HoldState::allocated)) {
        auto& missing = conversion.missing[hold.variant];
        const auto kept = std::min(missing, hold.quantity);
        missing -= kept;
        hold.quantity -= kept;
        if (hold.quantity > 0) conversion.surplus.push_back(hold);
    }
}

Conversion convert(const std::vector<Hold>& holds,
                   const std::map<VariantId, std::int64_t>& wanted) {
    Conversion conversion{{}, {}, {}, wanted};
    count_shipped(conversion, holds);
    count_allocated(conversion, holds);
    auto& missing = conversion.missing;
    for (auto hold : only(holds, HoldState::reserved)) {
        const auto used = std::min(missing[hold.variant], hold.quantity);
        missing[hold.variant] -= used;
        if (used > 0)
            conversion.converted.push_back(
                {hold.variant, hold.location, HoldState::allocated, used, false});
        hold.quantity -= used;
        if (hold.quantity > 0) conversion.left_over.push_back(hold);
    }
    std::erase_if(missing, [](const auto& entry) { return entry.second == 0; });
    return conversion;
}

std::vector<Movement> allocations(const std::vector<Hold>& holds, bool were_reserved) {
    std::vector<Movement> movements;
    for (const auto& hold : holds)
        movements.push_back({hold.key(), MovementKind::allocate, 0, hold.quantity,
                             were_reserved ? -hold.quantity : 0});
    return movements;
}

// Whether any was allocated beyond what is in the house.
bool mark_beyond_stock(std::vector<Hold>& holds, const Balance& balance) {
    for (auto& hold : holds) hold.beyond_stock = balance.at(hold.key()).missing() > 0;
    return std::ranges::any_of(holds, &Hold::beyond_stock);
}

}  // namespace

Result<> Holds::allocate(const Uuid& holder, const std::vector<Quantity>& lines,
                         const std::optional<std::string>& country) {
    const auto wanted = total_by_variant(lines);
    const auto variants = variants_of(wanted);
    store::lock(tx_, holder, variants);
    auto [levels, holds] = store::held(tx_, holder, variants, country);
    Balance balance(std::move(levels));

    auto conversion = convert(holds, wanted);
    balance.book(tx_, movements_of(conversion.left_over, MovementKind::release), {now_, holder});
    balance.book(tx_, movements_of(conversion.surplus, MovementKind::deallocate), {now_, holder});
    const auto picking = pick_or_expire(tx_, balance, conversion.missing, now_);
    if (!picking.short_of.empty()) return insufficient_stock(tx_, lines, picking.short_of);

    auto acquired = as_holds(picking.picks, HoldState::allocated);
    balance.book(tx_, allocations(conversion.converted, true), {now_, holder});
    balance.book(tx_, allocations(acquired, false), {now_, holder});
    if (!only(holds, HoldState::reserved).empty())
        store::delete_holds(tx_, holder, HoldState::reserved);
    store::reduce_holds(tx_, holder, conversion.surplus);
    bool waits = std::ranges::any_of(conversion.surplus, &Hold::beyond_stock);
    waits = mark_beyond_stock(conversion.converted, balance) || waits;
    waits = mark_beyond_stock(acquired, balance) || waits;
    store::insert_holds(tx_, holder, conversion.converted, std::nullopt);
    store::insert_holds(tx_, holder, acquired, std::nullopt);
    balance.announce(tx_, herald_, Balance::Announce::buyable_or_not);
    if (waits) announce_backorders(tx_, herald_.events, {holder});
    return {};
}

namespace {

// As much of the holds as the items take.
std::vector<Hold> taken_from(const std::vector<Hold>& holds,
                             std::map<VariantId, std::int64_t> wanted) {
    std::vector<Hold> taken;
    for (auto hold : holds) {
        auto& missing = wanted[hold.variant];
        hold.quantity = std::min(missing, hold.quantity);
        missing -= hold.quantity;
        if (hold.quantity > 0) taken.push_back(hold);
    }
    return taken;
}

// What was sold before it came must have come to leave. What was in the house when it was sold, and
// is there by the books no more, was counted wrongly, and nothing is to come for it.
std::vector<Movement> receipts_ahead(const std::vector<Hold>& shipped, const Balance& balance) {
    std::vector<Movement> receipts;
    for (const auto& hold : shipped) {
        const auto& level = balance.at(hold.key());
        const auto lacking = hold.quantity - level.on_hand;
        const bool may_be_ahead = hold.beyond_stock || level.backorderable || level.safety < 0;
        if (may_be_ahead && lacking > 0)
            receipts.push_back({hold.key(), MovementKind::receive, lacking, 0, 0});
    }
    return receipts;
}

}  // namespace

void Holds::ship(const Uuid& holder, const std::vector<Quantity>& items) {
    const auto wanted = total_by_variant(items);
    store::lock(tx_, holder, {});
    auto [levels, holds] = store::held(tx_, holder, {});
    Balance balance(std::move(levels));

    const auto shipped = taken_from(only(holds, HoldState::allocated), wanted);
    if (shipped.empty()) return;
    if (const auto ahead = receipts_ahead(shipped, balance); !ahead.empty()) {
        balance.book(tx_, ahead, {now_, holder, "left before its receipt was booked"});
        store::receive_ahead(tx_, ahead);
    }
    std::vector<Movement> movements;
    for (const auto& hold : shipped) {
        // A stock-take may have found less than was allocated and is now on its way.
        const auto found = std::min(hold.quantity, balance.at(hold.key()).on_hand);
        movements.push_back({hold.key(), MovementKind::ship, -found, -hold.quantity, 0});
    }
    balance.book(tx_, movements, {now_, holder});
    store::move_holds(tx_, holder, shipped, HoldState::shipped);
    balance.announce(tx_, herald_, Balance::Announce::every_change);
    if (std::ranges::any_of(shipped, &Hold::beyond_stock))
        announce_backorders(tx_, herald_.events, {holder});
}

void Holds::unship(const Uuid& holder, const std::vector<Quantity>& items) {
    const auto wanted = total_by_variant(items);
    store::open_again(tx_, holder, variants_of(wanted));
    store::lock(tx_, holder, {});
    auto [levels, holds] = store::held(tx_, holder, {});
    Balance balance(std::move(levels));

    const auto back = taken_from(only(holds, HoldState::shipped), wanted);
    if (back.empty()) return;
    std::vector<Movement> movements;
    for (const auto& hold : back)
        movements.push_back({hold.key(), MovementKind::unship, hold.quantity, hold.quantity, 0});
    balance.book(tx_, movements, {now_, holder});
    store::move_holds(tx_, holder, back, HoldState::allocated);
    balance.announce(tx_, herald_, Balance::Announce::every_change);
}

std::size_t Holds::release_expired(const std::vector<VariantId>& variants) {
    store::lock(tx_, variants);
    Balance balance(store::levels(tx_, variants));
    const auto count = give_back_expired(tx_, balance, variants, now_);
    balance.announce(tx_, herald_, Balance::Announce::buyable_or_not);
    return count;
}

}  // namespace kontor::inventory
