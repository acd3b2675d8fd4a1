#pragma once

#include "auth/api_key_events.hpp"
#include "auth/role_events.hpp"
#include "auth/session_events.hpp"
#include "platform/events/event_log.hpp"
#include "platform/json/json.hpp"

namespace kontor::auth {

// Keys: KnownKeys or ApiKeys. A member of staff whose role changes, or who may not sign in any
// more, loses their sessions.
template <class Keys>
void look_again_after(const platform::Announcement& fact, Keys& keys) {
    if (fact.name == ApiKeyChanged::name || fact.name == RoleChanged::name) keys.look_again();
    if (fact.name == SessionsEnded::name)
        keys.look_again_for(platform::json::read<SessionsEnded>(fact.payload).value().user);
}

}  // namespace kontor::auth
