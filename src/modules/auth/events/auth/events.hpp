#pragma once

#include "auth/ids.hpp"
#include "platform/core/describe.hpp"

#include <optional>
#include <string>

namespace kontor::auth {

struct UserRegistered {
    static constexpr std::string_view name = "auth.user_registered.v1";
    UserId user;
    std::string email;
    std::string display_name;
    std::optional<std::string> language{};  // of the request, where one opened the account
};
BOOST_DESCRIBE_STRUCT(UserRegistered, (), (user, email, display_name, language))

}  // namespace kontor::auth
