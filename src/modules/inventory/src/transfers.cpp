#include "transfers.hpp"

#include "balance.hpp"
#include "platform/core/transition.hpp"
#include "refusals.hpp"

#include <algorithm>

namespace kontor::inventory {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

std::vector<TransferStatus> allowed_after(TransferStatus from) {
    using enum TransferStatus;
    switch (from) {
        case in_transit:
            return {partially_received, received, cancelled};
        case partially_received:
            return {partially_received, received};
        case received:
        case cancelled:
            break;
    }
    return {};
}

namespace {

Error no_such_transfer() {
    return {ErrorKind::not_found, "inventory.no_such_transfer", "there is no such transfer"};
}

Error same_location() {
    return {ErrorKind::invalid,
            "inventory.same_location",
            "goods are transferred from one location to another",
            {{"/destination", "same", "another location than source"}}};
}

Error not_enough(const NewTransfer& wanted, const std::vector<std::int64_t>& free) {
    Error error{ErrorKind::conflict,
                "insufficient_stock",
                "less can be taken from '" + wanted.source.value() +
                    "' than is wanted: what is allocated or reserved stays",
                {},
                {}};
    for (std::size_t index = 0; index < free.size(); ++index) {
        const auto& line = wanted.lines[index];
        if (free[index] >= line.quantity) continue;
        const auto left = std::max<std::int64_t>(free[index], 0);
        if (error.details.empty()) error.details = {{"sku", line.sku.value()}, {"available", left}};
        error.problems.push_back({"/lines/" + std::to_string(index), "insufficient_stock",
                                  "only " + std::to_string(left) + " can be taken"});
    }
    return error;
}

Error more_than_sent(std::size_t line, std::int64_t left) {
    return {ErrorKind::conflict,
            "inventory.more_than_sent",
            "more arrived than is on its way: correct the stock with an adjustment",
            {{"/lines/" + std::to_string(line) + "/quantity", "range",
              "at most " + std::to_string(left)}}};
}

// Of goods that arrive, all must be on their way.
Result<> check_arrived(const std::vector<Goods>& arrived, const std::vector<Goods>& on_their_way) {
    for (std::size_t line = 0; line < arrived.size(); ++line) {
        const auto sent = std::ranges::find(on_their_way, arrived[line].variant, &Goods::variant);
        const auto left = sent == on_their_way.end() ? 0 : sent->quantity;
        if (arrived[line].quantity > left) return more_than_sent(line, left);
    }
    return {};
}

Result<std::vector<Goods>> goods_that_arrived(Tx& tx, const Arrived& arrived,
                                              const std::vector<Goods>& on_their_way) {
    if (!arrived.lines) return on_their_way;
    if (arrived.lines->empty() && arrived.rest_is_lost.value_or(false)) return std::vector<Goods>{};
    return goods_of(tx, *arrived.lines);
}

std::int64_t pieces(const std::vector<Goods>& goods) {
    std::int64_t sum = 0;
    for (const auto& one : goods) sum += one.quantity;
    return sum;
}

std::vector<Movement> movements_of(const std::vector<Goods>& goods, const LocationId& location,
                                   MovementKind kind) {
    const auto sign = kind == MovementKind::transfer_out ? -1 : 1;
    std::vector<Movement> movements;
    for (const auto& [variant, quantity] : goods)
        movements.push_back({{variant, location}, kind, sign * quantity, 0, 0});
    return movements;
}

}  // namespace

Result<Transfer> Transfers::create(const NewTransfer& wanted) const {
    return backing_.database.transact([&](Tx& tx) -> Result<Transfer> {
        const auto goods = goods_of(tx, wanted.lines);
        if (!goods) return goods.error();
        const auto source = store::location(tx, wanted.source.value());
        if (!source) return no_such_location(wanted.source, "/source");
        const auto destination = store::location(tx, wanted.destination.value());
        if (!destination) return no_such_location(wanted.destination, "/destination");
        if (source == destination) return same_location();

        store::ensure_levels(tx, levels_of(*goods, *source));
        store::lock(tx, variants_of(*goods));
        Balance balance(store::levels(tx, variants_of(*goods)));
        std::vector<std::int64_t> free;
        bool enough = true;
        for (const auto& [variant, quantity] : *goods) {
            const auto& level = balance.at({variant, *source});
            free.push_back(level.on_hand - level.allocated - level.reserved);
            enough = enough && free.back() >= quantity;
        }
        if (!enough) return not_enough(wanted, free);

        const auto now = backing_.clock.now();
        store::TransferRow transfer{TransferId::make(), *source, *destination, {}, {}, now, {}};
        if (wanted.note) transfer.note = wanted.note->value();
        store::insert(tx, transfer, *goods);
        balance.book(tx, movements_of(*goods, *source, MovementKind::transfer_out),
                     {now, {}, {}, transfer.id.uuid()});
        balance.announce(tx, herald_of(backing_), Balance::Announce::every_change);
        return store::transfer(tx, transfer.id).value();
    });
}

void Transfers::book_in(Tx& tx, const store::TransferRow& transfer, const LocationId& location,
                        const std::vector<Goods>& goods) const {
    store::ensure_levels(tx, levels_of(goods, location));
    store::lock(tx, variants_of(goods));
    Balance balance(store::levels(tx, variants_of(goods)));
    balance.book(tx, movements_of(goods, location, MovementKind::transfer_in),
                 {backing_.clock.now(), {}, {}, transfer.id.uuid()});
    store::add_received(tx, transfer.id, goods);
    balance.announce(tx, herald_of(backing_), Balance::Announce::every_change);
}

void Transfers::end(Tx& tx, store::TransferRow& transfer, TransferStatus status) const {
    transfer.status = status;
    if (allowed_after(status).empty()) transfer.ended_at = backing_.clock.now();
    store::update(tx, transfer);
}

Result<Transfer> Transfers::receive(const TransferId& id, const Arrived& arrived) const {
    return backing_.database.transact([&](Tx& tx) -> Result<Transfer> {
        auto transfer = store::lock_transfer(tx, id);
        if (!transfer) return no_such_transfer();
        const auto left = store::on_their_way(tx, id);
        const auto goods = goods_that_arrived(tx, arrived, left);
        if (!goods) return goods.error();
        const bool over = arrived.rest_is_lost.value_or(false) || pieces(*goods) == pieces(left);
        const auto next = over ? TransferStatus::received : TransferStatus::partially_received;
        const auto legal = platform::check_transition("A transfer", transfer->status, next,
                                                      allowed_after(transfer->status));
        if (!legal) return legal.error();
        if (auto checked = check_arrived(*goods, left); !checked) return checked.error();

        book_in(tx, *transfer, transfer->destination, *goods);
        if (over) store::lose_the_rest(tx, id);
        end(tx, *transfer, next);
        return store::transfer(tx, id).value();
    });
}

Result<Transfer> Transfers::cancel(const TransferId& id) const {
    return backing_.database.transact([&](Tx& tx) -> Result<Transfer> {
        auto transfer = store::lock_transfer(tx, id);
        if (!transfer) return no_such_transfer();
        const auto legal =
            platform::check_transition("A transfer", transfer->status, TransferStatus::cancelled,
                                       allowed_after(transfer->status));
        if (!legal) return legal.error();
        book_in(tx, *transfer, transfer->source, store::on_their_way(tx, id));
        end(tx, *transfer, TransferStatus::cancelled);
        return store::transfer(tx, id).value();
    });
}

Result<Transfer> Transfers::find(const TransferId& id) const {
    auto found =
        backing_.database.read([&](Reader& reader) { return store::transfer(reader, id); });
    if (!found) return no_such_transfer();
    return *std::move(found);
}

std::vector<Transfer> Transfers::list(const std::optional<TransferStatus>& status,
                                      const std::optional<TransferId>& before,
                                      std::size_t limit) const {
    return backing_.database.read(
        [&](Reader& reader) { return store::transfers(reader, status, before, limit); });
}

}  // namespace kontor::inventory
