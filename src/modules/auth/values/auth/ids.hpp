#pragma once

#include "platform/core/id.hpp"

namespace kontor::auth {

using UserId = platform::Id<"user">;
using SessionId = platform::Id<"sess">;
using ApiKeyId = platform::Id<"key">;

}  // namespace kontor::auth
