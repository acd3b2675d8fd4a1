#pragma once

#include "catalog/ids.hpp"
#include "platform/core/describe.hpp"

#include <cstdint>

namespace kontor::inventory {

// The variant's sum over all locations changed between buyable and not, or by staff or shipment.
// available counts what can still be sold.
struct StockChanged {
    static constexpr std::string_view name = "inventory.stock_changed.v1";
    catalog::VariantId variant;
    std::int64_t available = 0;
};
BOOST_DESCRIBE_STRUCT(StockChanged, (), (variant, available))

// A count found less at a location than is allocated there: somebody's order cannot be shipped.
struct StockShortfall {
    static constexpr std::string_view name = "inventory.stock_shortfall.v1";
    catalog::VariantId variant;
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
};
BOOST_DESCRIBE_STRUCT(StockShortfall, (), (variant, on_hand, allocated))

}  // namespace kontor::inventory
