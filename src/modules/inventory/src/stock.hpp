// What staff and the catalogue do to stock, inside the caller's transaction.
#pragma once

#include "herald.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "store.hpp"

namespace kontor::inventory {

void introduce_items(platform::Tx& tx, const Herald& herald, const std::vector<NewItem>& items,
                     platform::Time now);

platform::Result<StockItem> stock_of(platform::Reader& reader, const Herald& herald,
                                     const std::string& sku);

platform::Result<StockItem> adjust_stock(platform::Tx& tx, const Herald& herald,
                                         const std::string& sku, const Adjustment& adjustment,
                                         platform::Time now);

// An answer for each count, in order; those that are not refused are booked.
std::vector<platform::Result<bool>> count_stock(platform::Tx& tx, const Herald& herald,
                                                const std::vector<Count>& counts,
                                                const std::string& reason, platform::Time now);

// Says so where a movement by delta left less at a level than is allocated there.
void announce_shortfall(platform::Tx& tx, const Herald& herald, const StockLevel& level,
                        std::int64_t delta);

// Rows of one SKU must follow each other.
std::vector<StockItem> items_of(const std::vector<store::ItemLevel>& rows, const Herald& herald);

}  // namespace kontor::inventory
