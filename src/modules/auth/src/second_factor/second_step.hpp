#pragma once

#include "auth/ids.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth {

// What somebody is answered who has shown the first factor: mfa_required, with what a code is to be
// shown with. In a transaction of its own.
platform::Error ask_for_code(platform::Database& database, const UserId& account,
                             platform::Time now);

}  // namespace kontor::auth
