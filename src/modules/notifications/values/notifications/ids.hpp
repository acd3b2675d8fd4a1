#pragma once

#include "platform/core/id.hpp"

namespace kontor::notifications {

using MessageId = platform::Id<"msg">;

}  // namespace kontor::notifications
