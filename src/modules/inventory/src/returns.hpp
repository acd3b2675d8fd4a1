#pragma once

#include "herald.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"

namespace kontor::inventory {

// As Inventory::take_back(), inside the caller's transaction.
platform::Result<> take_back(platform::Tx& tx, const Herald& herald, const platform::Uuid& cause,
                             const std::vector<ReturnedItem>& items,
                             const std::optional<std::string>& location, platform::Time now);

}  // namespace kontor::inventory
