#pragma once

#include "platform/core/id.hpp"

namespace kontor::auth {

using UserId = platform::Id<"user">;
using SessionId = platform::Id<"sess">;

}  // namespace kontor::auth
