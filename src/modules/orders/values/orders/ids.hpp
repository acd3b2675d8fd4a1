#pragma once

#include "platform/core/id.hpp"

namespace kontor::orders {

using OrderId = platform::Id<"ord">;
using OrderItemId = platform::Id<"oli">;

}  // namespace kontor::orders
