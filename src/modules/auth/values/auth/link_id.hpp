#pragma once

#include "platform/core/id.hpp"

namespace kontor::auth {

// Of a link that a letter holds. It tells nothing about the token that the link works by.
using LinkId = platform::Id<"link">;

}  // namespace kontor::auth
