#pragma once

#include "platform/core/id.hpp"

namespace kontor::cart {

using CartId = platform::Id<"cart">;
using LineId = platform::Id<"line">;

}  // namespace kontor::cart
