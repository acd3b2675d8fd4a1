#pragma once

#include "auth/auth.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::auth {

// The account is signed in to by its password alone from now on; its sessions end, and a letter
// tells of it. Refuses auth.mfa_disabled (conflict).
platform::Result<> take_factor_off(platform::Tx& tx, platform::EventLog& events, const User& user,
                                   platform::Time now);

}  // namespace kontor::auth
