// What the calculator was promised.
#pragma once

#include "pricing/calculation.hpp"

namespace kontor::pricing {

// Throws std::logic_error where the snapshot is not within the bounds of rules.hpp.
void require_bounds(const Snapshot& snapshot);

}  // namespace kontor::pricing
