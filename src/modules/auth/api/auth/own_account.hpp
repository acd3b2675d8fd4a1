#pragma once

#include "auth/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/nullable.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::auth {

// A session that can still be gone on with, or in which a member of staff acts as the owner.
struct OwnSession {
    SessionId id;
    platform::Time created_at;
    platform::Time last_used_at;  // to get tokens
    platform::Nullable<std::string> user_agent;
    bool current = false;
    bool by_staff = false;
};
BOOST_DESCRIBE_STRUCT(OwnSession, (), (id, created_at, last_used_at, user_agent, current, by_staff))

// Who is signed in, and by which session.
struct Bearer {
    UserId user;
    SessionId session;
    std::string address{};  // of the network, where it is known
};

// That it is they who are signed in and not somebody who found their device: the password, and
// where there is a second factor a code.
struct Proof {
    std::optional<std::string> current_password{};
    std::optional<std::string> code{};
};

// What somebody who is signed in may do with the account. Thread-safe.
class OwnAccount {
public:
    static constexpr std::size_t most_sessions = 100;

    virtual ~OwnAccount() = default;

    // Ends every other session at once, and the links that were sent; a letter tells of it. Refuses
    // auth.wrong_password (forbidden), auth.too_many_attempts as logging in does, and as
    // registering does.
    virtual platform::Result<> change_password(const Bearer& bearer, const std::string& current,
                                               const std::string& password,
                                               const std::string& language) = 0;
    // A letter to the new address holds the link that changes it, one to the old address tells of
    // it. The same whether the new one is somebody's; nobody is written to there then. Refuses
    // auth.reauthentication_required, auth.wrong_password and auth.wrong_code (forbidden),
    // auth.too_many_attempts, auth.too_many_letters (too_many_requests).
    virtual platform::Result<> change_address(const Bearer& bearer,
                                              const platform::EmailAddress& email,
                                              const Proof& proof, const std::string& language) = 0;
    // Sends the letter again, once in a minute and five times in a day. Refuses
    // auth.too_many_letters, auth.already_verified (conflict).
    virtual platform::Result<> verify_again(const Bearer& bearer, const std::string& language) = 0;

    // The last used first, at most most_sessions.
    virtual std::vector<OwnSession> sessions(const Bearer& bearer) = 0;
    // At once, also for access tokens. Refuses auth.no_such_session.
    virtual platform::Result<> end_session(const Bearer& bearer, const SessionId& id) = 0;
    virtual void end_other_sessions(const Bearer& bearer) = 0;
};

}  // namespace kontor::auth
