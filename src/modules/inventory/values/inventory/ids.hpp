#pragma once

#include "platform/core/id.hpp"

namespace kontor::inventory {

using LocationId = platform::Id<"loc">;

}  // namespace kontor::inventory
