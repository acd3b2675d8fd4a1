#pragma once

#include "platform/core/id.hpp"

namespace kontor::customers {

using GroupId = platform::Id<"group">;

}  // namespace kontor::customers
