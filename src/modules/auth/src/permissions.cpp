#include "permissions.hpp"

#include "auth/permissions.hpp"
#include "auth/roles.hpp"

namespace kontor::auth {

std::vector<std::string> built_in_permissions(std::string_view role) {
    std::vector<std::string> held;
    if (role != roles::staff && role != roles::admin) return held;
    for (const auto& permission : permissions)
        if (role == roles::admin || permission.holders == Holders::staff)
            held.emplace_back(permission.name);
    return held;
}

}  // namespace kontor::auth
