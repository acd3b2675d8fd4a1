#pragma once

#include "auth/ids.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth::store {

// A session in which a member of staff acts as the owner of the account.
struct ActingSession {
    SessionId id;
    UserId account;
    UserId impersonator;
    SessionId impersonators_session;
    platform::Time created_at;
    platform::Time expires_at;
};

void insert_acting_session(platform::Tx& tx, const ActingSession& session);

}  // namespace kontor::auth::store
