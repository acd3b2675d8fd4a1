// What staff say to routes about goods.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/nullable.hpp"

#include <optional>
#include <vector>

namespace kontor::inventory {

using Pieces = platform::Whole<1, 1'000'000'000>;
using Counted = platform::Whole<0, 1'000'000'000>;
using SafetyStock = platform::Whole<-1'000'000'000, 1'000'000'000>;
using Sku = platform::Text<1, 120>;
using LocationCode = platform::Text<1, 120>;
using Note = platform::Text<1, 500>;

struct Line {
    Sku sku;
    Pieces quantity;
};
BOOST_DESCRIBE_STRUCT(Line, (), (sku, quantity))

// safety and backorderable are those of the location.
struct TermsChange {
    std::optional<LocationCode> location;  // default: the first location
    std::optional<SafetyStock> safety;
    std::optional<bool> backorderable;
    platform::Change<Counted> low_stock_threshold;  // null: the threshold of the configuration
};
BOOST_DESCRIBE_STRUCT(TermsChange, (), (location, safety, backorderable, low_stock_threshold))

struct Receipt {
    std::optional<LocationCode> location;
    std::optional<Note> reference;  // of the delivery
    std::vector<Line> lines;
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (location, reference, lines))

}  // namespace kontor::inventory
