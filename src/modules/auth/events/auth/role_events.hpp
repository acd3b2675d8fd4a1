#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/id.hpp"

#include <string>
#include <string_view>

namespace kontor::auth {

// Was made, changed or deleted. Every process reads what roles may do again.
struct RoleChanged {
    static constexpr std::string_view name = "auth.role_changed.v1";
    platform::Id<"rolechange"> change;
    std::string role;
};
BOOST_DESCRIBE_STRUCT(RoleChanged, (), (change, role))

}  // namespace kontor::auth
