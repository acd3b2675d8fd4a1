#pragma once

#include "auth/ids.hpp"
#include "platform/core/describe.hpp"

#include <string>

namespace kontor::auth {

struct UserRegistered {
    static constexpr std::string_view name = "auth.user_registered.v1";
    UserId user;
    std::string email;
    std::string display_name;
};
BOOST_DESCRIBE_STRUCT(UserRegistered, (), (user, email, display_name))

}  // namespace kontor::auth
