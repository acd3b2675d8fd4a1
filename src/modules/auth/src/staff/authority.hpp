#pragma once

#include "auth/authority.hpp"
#include "platform/core/result.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth {

// Refuses auth.permission_not_held (forbidden), naming those of the permissions that are missing.
platform::Result<> check_covers(const Authority& authority,
                                const std::vector<std::string>& permissions);

// For what is given or decided in the transaction: nobody dismisses them before its end. Refuses
// auth.invalid_token (unauthenticated) where somebody just has, and so ended their session.
platform::Result<> hold(platform::Tx& tx, const Authority& authority);

}  // namespace kontor::auth
