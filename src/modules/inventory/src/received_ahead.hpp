// Goods that left before their receipt was booked. The levels are locked by the caller.
#pragma once

#include "levels.hpp"
#include "platform/db/database.hpp"

namespace kontor::inventory::store {

struct ReceivedAhead {
    catalog::VariantId variant;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(ReceivedAhead, (), (variant, quantity))

// Deferred.
void receive_ahead(platform::Tx& tx, const std::vector<Movement>& movements);
// Of the goods that are received now what was ahead of them, which it is not any more.
std::vector<ReceivedAhead> catch_up(platform::Tx& tx, const std::vector<Movement>& received);

}  // namespace kontor::inventory::store
