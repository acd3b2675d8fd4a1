#pragma once

#include "auth/authority.hpp"
#include "platform/core/result.hpp"

namespace kontor::auth {

// Refuses auth.permission_not_held (forbidden), naming those of the permissions that are missing.
platform::Result<> check_covers(const Authority& authority,
                                const std::vector<std::string>& permissions);

}  // namespace kontor::auth
