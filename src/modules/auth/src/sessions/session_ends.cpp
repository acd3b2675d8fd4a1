#include "sessions/session_ends.hpp"

#include "auth/session_events.hpp"

namespace kontor::auth {

void end_sessions_but(platform::Tx& tx, platform::EventLog& events, const UserId& account,
                      const std::optional<SessionId>& spared, platform::Time now) {
    auto ended = store::end_sessions_but(tx, account, spared, now);
    if (!ended.empty() || !spared) events.publish(tx, SessionsEnded{account, std::move(ended)});
}

}  // namespace kontor::auth
