// The state table of a return, as pure functions.
#pragma once

#include "returns/returns.hpp"

#include <span>

namespace kontor::returns {

std::span<const Status> allowed_after(Status from);

// Refuses invalid_transition (conflict) with details from, to and allowed.
platform::Result<> check_transition(Status from, Status to);

}  // namespace kontor::returns
