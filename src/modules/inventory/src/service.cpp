#include "service.hpp"

#include "holds.hpp"
#include "picking.hpp"
#include "returns.hpp"
#include "stock.hpp"
#include "store.hpp"

#include <unordered_map>

namespace kontor::inventory {

using platform::Result;
using platform::Tx;
using platform::Uuid;

namespace {

// The row of a hot article is locked for less than a write to the disk. A hold that a crash takes
// back was never seen by anyone: whatever is built on it commits later.
constexpr auto without_wait = platform::Commit::with_the_next;

}  // namespace

void Service::introduce(const std::vector<NewItem>& items) {
    if (items.empty()) return;
    database_.transact([&](Tx& tx) { introduce_items(tx, herald_, items, clock_.now()); });
}

Result<StockItem> Service::stock(const std::string& sku) {
    return database_.read(
        [&](platform::Reader& reader) { return inventory::stock_of(reader, herald_, sku); });
}

Result<StockItem> Service::adjust(const std::string& sku, const Adjustment& adjustment) {
    return database_.transact(
        [&](Tx& tx) { return adjust_stock(tx, herald_, sku, adjustment, clock_.now()); });
}

std::vector<Result<bool>> Service::count(const std::vector<Count>& counts,
                                         const std::string& reason) {
    if (counts.empty()) return {};
    return database_.transact(
        [&](Tx& tx) { return count_stock(tx, herald_, counts, reason, clock_.now()); });
}

std::vector<StockItem> Service::stock_of(const std::vector<catalog::VariantId>& variants) {
    if (variants.empty()) return {};
    return database_.read([&](platform::Reader& reader) {
        return items_of(store::items(reader, variants), herald_);
    });
}

std::vector<Quantity> Service::available(const std::vector<catalog::VariantId>& variants) {
    if (variants.empty()) return {};
    const auto known = database_.read(
        [&](platform::Reader& reader) { return store::available(reader, variants); });
    std::unordered_map<catalog::VariantId, std::int64_t> quantities;
    for (const auto& [variant, quantity] : known) quantities[variant] = quantity;
    std::vector<Quantity> answer;
    answer.reserve(variants.size());
    for (const auto& variant : variants) answer.push_back({variant, quantities[variant]});
    return answer;
}

Result<> Service::reserve(const Uuid& holder, const std::vector<Quantity>& lines,
                          platform::Time expires_at, const std::optional<std::string>& country) {
    return database_.transact(
        [&](Tx& tx) {
            return Holds(tx, herald_, clock_.now()).reserve(holder, lines, expires_at, country);
        },
        without_wait);
}

void Service::release(const Uuid& holder) {
    database_.transact([&](Tx& tx) { Holds(tx, herald_, clock_.now()).release(holder); },
                       without_wait);
}

// Nearly always what was held, in one statement.
Result<> Service::allocate(const Uuid& holder, const std::vector<Quantity>& lines,
                           const std::optional<std::string>& country) {
    if (store::allocate_reserved(database_, holder, total_by_variant(lines), clock_.now(),
                                 without_wait))
        return {};
    return database_.transact(
        [&](Tx& tx) { return Holds(tx, herald_, clock_.now()).allocate(holder, lines, country); },
        without_wait);
}

void Service::deallocate(const Uuid& holder) {
    database_.transact([&](Tx& tx) { Holds(tx, herald_, clock_.now()).deallocate(holder); });
}

std::vector<Quantity> Service::backordered(const Uuid& holder) {
    std::vector<Quantity> quantities;
    for (const auto& waiting : database_.read(
             [&](platform::Reader& reader) { return store::backordered(reader, {holder}); }))
        quantities.push_back({waiting.variant, waiting.quantity});
    return quantities;
}

Result<> Service::take_back(const Uuid& cause, const std::vector<ReturnedItem>& items,
                            const std::optional<std::string>& location) {
    return database_.transact([&](Tx& tx) {
        return inventory::take_back(tx, herald_, cause, items, location, clock_.now());
    });
}

std::size_t Service::release_expired() {
    constexpr std::size_t batch = 500;
    std::size_t released = 0;
    while (true) {
        const auto count = database_.transact([&](Tx& tx) {
            const auto now = clock_.now();
            const auto variants = store::variants_with_expired(tx, now, batch);
            if (variants.empty()) return std::size_t{0};
            return Holds(tx, herald_, now).release_expired(variants);
        });
        if (count == 0) return released;
        released += count;
    }
}

std::vector<platform::Violation> Service::check() {
    return database_.read(
        [&](platform::Reader& reader) { return store::violations(reader, clock_.now()); });
}

}  // namespace kontor::inventory
