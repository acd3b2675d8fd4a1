#pragma once

#include "platform/core/id.hpp"

namespace kontor::checkout {

using CheckoutId = platform::Id<"chk">;

}  // namespace kontor::checkout
