// What somebody is answered who has shown the first factor.
#pragma once

#include "auth/ids.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth {

// A token that a code is to be shown with.
std::string new_challenge(platform::Tx& tx, const UserId& account, platform::Time now);

// Refuses mfa_required, and tells the token. To be answered once that is committed.
platform::Error code_required(const std::string& token);

}  // namespace kontor::auth
