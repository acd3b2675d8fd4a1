#pragma once

#include "auth/accounts.hpp"
#include "store.hpp"

namespace kontor::auth::store {

std::vector<User> customers(platform::Reader& reader, const AccountFilter& filter);
std::optional<User> customer(platform::Reader& reader, const UserId& id);
std::optional<User> lock_customer(platform::Tx& tx, const UserId& id);
std::optional<User> rename(platform::Tx& tx, const UserId& id,
                           const std::optional<std::string>& name);

struct PastSession {
    SessionId id;
    platform::Time created_at;
    std::optional<platform::Time> last_used_at;
    std::optional<platform::Time> ended_at;
    std::optional<std::string> user_agent;
    std::string client;     // address of the network, or ""
    bool by_staff = false;  // who acted as the owner
};
BOOST_DESCRIBE_STRUCT(PastSession, (),
                      (id, created_at, last_used_at, ended_at, user_agent, client, by_staff))

std::vector<PastSession> all_sessions(platform::Reader& reader, const UserId& account);

// The row stays, so that sessions that ended stay ended; nobody can sign in to it.
void forget_account(platform::Tx& tx, const UserId& id, const std::string& email,
                    platform::Time now);

}  // namespace kontor::auth::store
