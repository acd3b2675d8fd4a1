#pragma once

#include "store.hpp"

namespace kontor::auth::store {

struct OpenSession {
    SessionId id;
    platform::Time created_at;
    platform::Time last_used_at;
    std::optional<std::string> user_agent;
    bool by_staff = false;  // who acts as the owner
};
BOOST_DESCRIBE_STRUCT(OpenSession, (), (id, created_at, last_used_at, user_agent, by_staff))

// Those that can be gone on with, and those of staff who act as the owner; the last used first.
std::vector<OpenSession> open_sessions(platform::Reader& reader, const UserId& account,
                                       platform::Time now, std::size_t limit);
// Whether it was one of the account's that had not ended.
bool end_session_of(platform::Tx& tx, const UserId& account, const SessionId& id,
                    platform::Time now);
// All of the account's but, where one is given, that; those that had not ended.
std::vector<SessionId> end_sessions_but(platform::Tx& tx, const UserId& account,
                                        const std::optional<SessionId>& spared, platform::Time now);

}  // namespace kontor::auth::store
