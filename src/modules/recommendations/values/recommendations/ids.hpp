#pragma once

#include "platform/core/id.hpp"

namespace kontor::recommendations {

using ExperimentId = platform::Id<"exp">;

}  // namespace kontor::recommendations
