#include "stock_take_store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/row_count.hpp"

#include <algorithm>

namespace kontor::inventory::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Tx;

namespace {

struct ShownRow {
    StockTakeId id;
    std::string location;
    StockTakeStatus status{};
    std::optional<std::string> note;
    platform::Time opened_at;
    std::optional<platform::Time> ended_at;
};
BOOST_DESCRIBE_STRUCT(ShownRow, (), (id, location, status, note, opened_at, ended_at))

struct CountRow {
    StockTakeId take;
    CountedItem item;
};
BOOST_DESCRIBE_STRUCT(CountRow, (), (take, item))

std::vector<StockTake> with_counts(Reader& reader, const std::vector<ShownRow>& rows) {
    std::vector<StockTake> takes;
    std::vector<StockTakeId> ids;
    for (const auto& row : rows) {
        takes.push_back(
            {row.id, row.location, row.status, {}, row.note, row.opened_at, row.ended_at});
        ids.push_back(row.id);
    }
    for (auto& row : reader.all<CountRow>(
             "select c.stock_take as take, coalesce(i.sku, i.variant::text) as item_sku,"
             " counted as item_counted, expected as item_expected,"
             " counted - expected as item_difference, counted_at as item_counted_at"
             " from inventory.stock_take_count c join inventory.stock_item i using (variant)"
             " where c.stock_take = any($1) order by c.stock_take, i.sku, i.variant",
             ids))
        std::ranges::find(takes, row.take, &StockTake::id)->counts.push_back(std::move(row.item));
    return takes;
}

}  // namespace

void insert(Tx& tx, const StockTakeRow& take) {
    tx.defer(
        "insert into inventory.stock_take (id, location, status, note, opened_at)"
        " values ($1, $2, $3, $4, $5)",
        take.id, take.location, take.status, take.note, take.opened_at);
}

void update(Tx& tx, const StockTakeRow& take) {
    tx.defer("update inventory.stock_take set status = $2, ended_at = $3 where id = $1", take.id,
             take.status, take.ended_at);
}

void put_counts(Tx& tx, const StockTakeId& id, const std::vector<CountedGoods>& counts,
                platform::Time now) {
    tx.defer(
        "insert into inventory.stock_take_count (stock_take, variant, counted, expected,"
        "  counted_at, after)"
        " select $1::uuid, variant, counted, expected, $5::timestamptz,"
        "  coalesce((select max(id) from inventory.movement m where m.variant = part.variant"
        "   and m.location = (select location from inventory.stock_take where id = $1)), 0)"
        "  from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as part (variant, counted, expected)"
        " on conflict (stock_take, variant) do update set counted = excluded.counted,"
        "  expected = excluded.expected, counted_at = excluded.counted_at,"
        "  after = excluded.after",
        id, ColumnOf(counts, &CountedGoods::variant), ColumnOf(counts, &CountedGoods::counted),
        ColumnOf(counts, &CountedGoods::expected), now);
}

std::optional<StockTakeRow> lock_stock_take(Tx& tx, const StockTakeId& id) {
    return tx.one<StockTakeRow>(
        "select id, location, status, note, opened_at, ended_at from inventory.stock_take"
        " where id = $1 for update",
        id);
}

std::vector<OutdatedCount> outdated(Reader& reader, const StockTakeRow& take) {
    return reader.all<OutdatedCount>(
        "select coalesce(i.sku, i.variant::text) as sku, later.booked_by"
        " from inventory.stock_take_count c join inventory.stock_item i using (variant)"
        " join lateral (select m.cause as booked_by from inventory.movement m"
        "  where m.variant = c.variant and m.location = $2 and m.id > c.after"
        "   and m.kind = 'adjust' and m.cause <> $1"
        "   and exists (select from inventory.stock_take t where t.id = m.cause)"
        "  order by m.id desc limit 1) later on true"
        " where c.stock_take = $1 order by sku",
        take.id, take.location);
}

std::vector<CountedGoods> counts(Reader& reader, const StockTakeId& id) {
    return reader.all<CountedGoods>(
        "select variant, counted, expected from inventory.stock_take_count where stock_take = $1"
        " order by variant",
        id);
}

std::optional<StockTake> stock_take(Reader& reader, const StockTakeId& id) {
    auto takes = with_counts(
        reader, reader.all<ShownRow>(
                    "select t.id, l.code as location, status, note, opened_at, ended_at"
                    " from inventory.stock_take t join inventory.location l on l.id = t.location"
                    " where t.id = $1",
                    id));
    if (takes.empty()) return std::nullopt;
    return std::move(takes.front());
}

std::vector<StockTake> stock_takes(Reader& reader, const std::optional<StockTakeId>& before,
                                   std::size_t limit) {
    return with_counts(
        reader, platform::listed<ShownRow>(
                    reader,
                    "select t.id, l.code as location, status, note, opened_at, ended_at"
                    " from inventory.stock_take t join inventory.location l on l.id = t.location"
                    " where $1::uuid is null or t.id < $1 order by t.id desc limit $2",
                    before, limit));
}

}  // namespace kontor::inventory::store
