#pragma once

#include "auth/ids.hpp"
#include "platform/core/describe.hpp"

#include <string_view>
#include <vector>

namespace kontor::auth {

// Every process refuses their access tokens from now on.
struct SessionsEnded {
    static constexpr std::string_view name = "auth.sessions_ended.v1";
    UserId user;
    std::vector<SessionId> sessions;
};
BOOST_DESCRIBE_STRUCT(SessionsEnded, (), (user, sessions))

}  // namespace kontor::auth
