#pragma once

#include "platform/core/id.hpp"

namespace kontor::auth {

// It tells nothing about the token that the link in the letter works by.
using InvitationId = platform::Id<"invite">;

}  // namespace kontor::auth
