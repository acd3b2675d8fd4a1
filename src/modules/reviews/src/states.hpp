// The state table of a review, as pure functions.
#pragma once

#include "reviews/reviews.hpp"

#include <span>

namespace kontor::reviews {

// New again: the customer has written anew. What is new may be written anew any time.
std::span<const Status> allowed_after(Status from);

// Refuses invalid_transition (conflict) with details from, to and allowed.
platform::Result<> check_transition(Status from, Status to);

}  // namespace kontor::reviews
