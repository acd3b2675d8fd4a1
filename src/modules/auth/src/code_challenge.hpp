#pragma once

#include "auth/ids.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth {

// What somebody is answered who has shown the password of an account with a second factor:
// mfa_required (forbidden), with the mfa_token that SecondFactors::sign_in takes.
platform::Error ask_for_code(platform::Database& database, const UserId& account,
                             platform::Time now);

}  // namespace kontor::auth
