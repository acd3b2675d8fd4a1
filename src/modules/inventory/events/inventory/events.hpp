#pragma once

#include "catalog/ids.hpp"
#include "inventory/ids.hpp"
#include "platform/core/describe.hpp"

#include <cstdint>
#include <vector>

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

// What can still be sold fell to the variant's threshold, from above it.
struct LowStock {
    static constexpr std::string_view name = "inventory.low_stock.v1";
    catalog::VariantId variant;
    std::int64_t available = 0;
    std::int64_t threshold = 0;
};
BOOST_DESCRIBE_STRUCT(LowStock, (), (variant, available, threshold))

// There was nothing to be sold, and now there is.
struct BackInStock {
    static constexpr std::string_view name = "inventory.back_in_stock.v1";
    catalog::VariantId variant;
    std::int64_t available = 0;
};
BOOST_DESCRIBE_STRUCT(BackInStock, (), (variant, available))

struct BackorderedItem {
    catalog::VariantId variant;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(BackorderedItem, (), (variant, quantity))

// Of what was allocated to the holder so much is not in the house: all that it waits for, nothing
// once the last of it has come.
struct BackorderChanged {
    static constexpr std::string_view name = "inventory.backorder_changed.v1";
    HolderId holder;
    std::vector<BackorderedItem> items;
};
BOOST_DESCRIBE_STRUCT(BackorderChanged, (), (holder, items))

}  // namespace kontor::inventory
