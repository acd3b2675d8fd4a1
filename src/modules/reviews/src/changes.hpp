// What follows when a review changes: its history, the product's rating, and the facts.
#pragma once

#include "platform/events/event_log.hpp"
#include "store.hpp"

namespace kontor::reviews {

// before: none for one that was not there, after: none for one that is no more; the row is written
// by the caller, and locked.
void record(platform::Tx& tx, platform::EventLog& events, const std::optional<Review>& before,
            const std::optional<Review>& after, const std::vector<Move>& moves);

// The rule accepts it: what it is then, and the line in its history.
Move accept_by_rule(Review& review, platform::Time now);

}  // namespace kontor::reviews
