#pragma once

#include "platform/core/id.hpp"

namespace kontor::shipping {

using ShipmentId = platform::Id<"ship">;

}  // namespace kontor::shipping
