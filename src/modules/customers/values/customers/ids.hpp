#pragma once

#include "platform/core/id.hpp"

namespace kontor::customers {

using AddressId = platform::Id<"addr">;
using GroupId = platform::Id<"group">;

}  // namespace kontor::customers
