// Goods counted at a location.
#pragma once

#include "inventory/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"
#include "staff.hpp"

#include <string>
#include <vector>

namespace kontor::inventory {

enum class StockTakeStatus { open, closed, cancelled };
BOOST_DESCRIBE_ENUM(StockTakeStatus, open, closed, cancelled)

std::vector<StockTakeStatus> allowed_after(StockTakeStatus from);

struct CountedItem {
    std::string sku;
    std::int64_t counted = 0;
    std::int64_t expected = 0;  // on hand by the books when it was counted
    std::int64_t difference = 0;
    platform::Time counted_at;
};
BOOST_DESCRIBE_STRUCT(CountedItem, (), (sku, counted, expected, difference, counted_at))

struct StockTake {
    StockTakeId id;
    std::string location;
    StockTakeStatus status = StockTakeStatus::open;
    std::vector<CountedItem> counts;
    std::optional<std::string> note;
    platform::Time opened_at;
    std::optional<platform::Time> ended_at;
};
BOOST_DESCRIBE_STRUCT(StockTake, (), (id, location, status, counts, note, opened_at, ended_at))

struct NewStockTake {
    std::optional<LocationCode> location;  // default: the first location
    std::optional<Note> note;
};
BOOST_DESCRIBE_STRUCT(NewStockTake, (), (location, note))

struct CountLine {
    Sku sku;
    Counted counted;
};
BOOST_DESCRIBE_STRUCT(CountLine, (), (sku, counted))

struct Counts {
    std::vector<CountLine> lines;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (lines))

}  // namespace kontor::inventory
