#pragma once

#include "auth/permissions.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::auth {

// "support", "night-shift": as roles are addressed.
struct RoleNameRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::string_view pattern = "^[a-z][a-z0-9-]{1,39}$";

    static bool normalise(const std::string& text);
    static std::string rule() {
        return "2 to 40 small letters, digits and hyphens, the first one a letter";
    }
};
using RoleName = platform::ConstrainedText<RoleNameRule>;

// One that there is.
struct PermissionNameRule {
    static constexpr std::string_view broken = "unknown";

    static std::vector<std::string_view> choices();
    static bool normalise(const std::string& text);
    static std::string rule() { return "a permission that GET /v1/admin/permissions lists"; }
};
using PermissionName = platform::ConstrainedText<PermissionNameRule>;

struct Role {
    std::string name;
    std::vector<std::string> permissions;  // in the order of the alphabet
    bool is_built_in = false;
    std::int64_t members = 0;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(Role, (), (name, permissions, is_built_in, members, created_at))

struct RoleChange {
    std::vector<PermissionName> permissions;  // all that it has from now on
};
BOOST_DESCRIBE_STRUCT(RoleChange, (), (permissions))

struct NewRole {
    RoleName name;
    std::vector<PermissionName> permissions;
};
BOOST_DESCRIBE_STRUCT(NewRole, (), (name, permissions))

}  // namespace kontor::auth
