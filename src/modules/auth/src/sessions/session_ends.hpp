#pragma once

#include "sessions/session_store.hpp"

#include "platform/events/event_log.hpp"

namespace kontor::auth {

// Ends all sessions of the account, but the one spared, for good and in every process. Where none
// is spared it is told of even if there were none: keys that the account made hang on it.
void end_sessions_but(platform::Tx& tx, platform::EventLog& events, const UserId& account,
                      const std::optional<SessionId>& spared, platform::Time now);

}  // namespace kontor::auth
