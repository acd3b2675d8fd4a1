// Pieces that returns speak for. All writes are deferred.
#pragma once

#include "platform/db/database.hpp"
#include "shipping/events.hpp"

namespace kontor::shipping::store {

// What a return asks for; nothing where that is known.
void expect_back(platform::Tx& tx, const platform::Uuid& id, const orders::OrderId& order,
                 const std::vector<ShippedItem>& items);
void count_back(platform::Tx& tx, const platform::Uuid& id, const std::vector<ShippedItem>& items);
// Only what came in is spoken for any more.
void expect_no_more(platform::Tx& tx, const platform::Uuid& id);
// Pieces that are back or may come, each item once.
std::vector<ShippedItem> expected_back(platform::Reader& reader, const orders::OrderId& order);

}  // namespace kontor::shipping::store
