#pragma once

#include "platform/core/id.hpp"

namespace kontor::auth {

struct UserTag {
    static constexpr std::string_view prefix = "user";
};
using UserId = platform::Id<UserTag>;

struct SessionTag {
    static constexpr std::string_view prefix = "sess";
};
using SessionId = platform::Id<SessionTag>;

}  // namespace kontor::auth
