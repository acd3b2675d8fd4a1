#pragma once

#include "platform/core/id.hpp"

namespace kontor::reviews {

using ReviewId = platform::Id<"rev">;

}  // namespace kontor::reviews
