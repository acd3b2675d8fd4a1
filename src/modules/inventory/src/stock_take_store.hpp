#pragma once

#include "goods.hpp"
#include "platform/db/database.hpp"
#include "stock_take.hpp"

namespace kontor::inventory::store {

struct StockTakeRow {
    StockTakeId id;
    LocationId location;
    StockTakeStatus status = StockTakeStatus::open;
    std::optional<std::string> note;
    platform::Time opened_at;
    std::optional<platform::Time> ended_at;
};
BOOST_DESCRIBE_STRUCT(StockTakeRow, (), (id, location, status, note, opened_at, ended_at))

struct CountedGoods {
    catalog::VariantId variant;
    std::int64_t counted = 0;
    std::int64_t expected = 0;
};
BOOST_DESCRIBE_STRUCT(CountedGoods, (), (variant, counted, expected))

// Deferred.
void insert(platform::Tx& tx, const StockTakeRow& take);
void update(platform::Tx& tx, const StockTakeRow& take);
void put_counts(platform::Tx& tx, const StockTakeId& id, const std::vector<CountedGoods>& counts,
                platform::Time now);

std::optional<StockTakeRow> lock_stock_take(platform::Tx& tx, const StockTakeId& id);
struct OutdatedCount {
    std::string sku;
    StockTakeId booked_by;
};
BOOST_DESCRIBE_STRUCT(OutdatedCount, (), (sku, booked_by))
// Counts of goods that another stock-take has booked there since.
std::vector<OutdatedCount> outdated(platform::Reader& reader, const StockTakeRow& take);

std::vector<CountedGoods> counts(platform::Reader& reader, const StockTakeId& id);
std::optional<StockTake> stock_take(platform::Reader& reader, const StockTakeId& id);
std::vector<StockTake> stock_takes(platform::Reader& reader,
                                   const std::optional<StockTakeId>& before, std::size_t limit);

}  // namespace kontor::inventory::store
