#pragma once

#include "auth/auth.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth::store {

// Made of random bytes: there is no password to it, and it takes as long to refuse one.
inline constexpr std::string_view hash_of_no_password =
    "$argon2id$v=19$m=19456,t=2,p=1$/RMIf5At5YyF4NLhDRoTmw"
    "$imEaC+/fju/tS15Nj1Z9QhtX4nys6KXJ3qoDFY0a5kw";

struct Account {
    User user;
    std::string password_hash;
    bool has_second_factor = false;
    bool is_disabled = false;
};

// What a login is decided by; the account is absent for an unknown address.
struct LoginAttempt {
    std::optional<Account> account;
    std::int64_t failures = 0;            // for this address of mail
    std::int64_t failures_from_here = 0;  // likewise, of this client
    std::int64_t failures_of_client = 0;  // for whatever address
    bool is_known_client = false;         // the account was signed in there
};

struct Session {
    SessionId id;
    User user;
};

struct EndedSession {
    SessionId id;
    UserId account;
};
BOOST_DESCRIBE_STRUCT(EndedSession, (), (id, account))

struct RefreshToken {
    std::string hash;
    SessionId session;
    platform::Time issued_at;
    platform::Time expires_at;
};

// False when the address is taken.
bool insert_account(platform::Tx& tx, const Account& account);
std::optional<User> user(platform::Reader& reader, const UserId& id);
// Whether it is there; then it is until the commit.
bool hold(platform::Tx& tx, const UserId& id);
// Nobody changes it before the commit. Nothing where it is disabled or forgotten.
std::optional<User> lock_enabled_user(platform::Tx& tx, const UserId& id);
// The same for an account whose password was verified before: nothing, too, where password, role or
// second factor are others by now. Whoever changes one of them locks the account.
std::optional<User> lock_as_seen(platform::Tx& tx, const Account& seen);
// For what is done to an account: locked for it until the commit. False where it is disabled or
// forgotten, or the session has ended: by a new password, say, that was chosen in the same moment.
bool lock_signed_in(platform::Tx& tx, const UserId& account, const SessionId& session);
LoginAttempt login_attempt(platform::Reader& reader, const std::string& email,
                           const std::string& client, platform::Time failures_since,
                           platform::Time known_since);
// The time of the nth failure back from now with an address, of that client or, of "", any; of a
// client, with whatever address.
std::optional<platform::Time> failure_at(platform::Reader& reader, const std::string& email,
                                         const std::string& client, std::int64_t nth);
std::optional<platform::Time> failure_of_client_at(platform::Reader& reader,
                                                   const std::string& client, std::int64_t nth);
void record_failure(platform::Tx& tx, const std::string& email, const std::string& client,
                    platform::Time now, platform::Time forget_before);
// Of guesses since the last that was right: after at_once one is taken where the last was before
// then, and after most none.
struct GuessBounds {
    std::int64_t most = 0;
    std::int64_t at_once = 0;
    platform::Time last_before;
};
// Counts a guess, where the bounds allow one more.
bool claim_guess(platform::Tx& tx, const std::string& email, const GuessBounds& bounds,
                 platform::Time now);
// The time of the last, where there were fewer than most.
std::optional<platform::Time> last_guess(platform::Reader& reader, const std::string& email,
                                         std::int64_t most);
// As if it had not been, and the one before at that time.
void give_guess_back(platform::Tx& tx, const std::string& email, platform::Time last_at);
void forget_failures(platform::Tx& tx, const std::string& email);
void forget_failures_from(platform::Tx& tx, const std::string& email, const std::string& client);
// Counts something that a client asked, unless that was the most since then.
bool claim_question(platform::Tx& tx, const std::string& client, std::int64_t most,
                    platform::Time since, platform::Time now);
void forget_questions_before(platform::Tx& tx, platform::Time before);
// Of addresses that are nobody's.
void forget_guesses_before(platform::Tx& tx, platform::Time before);

void insert_session(platform::Tx& tx, const SessionId& id, const UserId& user,
                    const std::optional<std::string>& user_agent, const std::string& client,
                    platform::Time now);
void insert_refresh_token(platform::Tx& tx, const RefreshToken& token);
// Nothing when the token is unknown, used, expired, or its session has ended.
std::optional<Session> use_refresh_token(platform::Tx& tx, const std::string& hash,
                                         platform::Time now);
// Ends the token's session, if it had not ended.
std::optional<EndedSession> end_session(platform::Tx& tx, const std::string& hash,
                                        platform::Time now);
// The same if the token was used before; else nothing happens.
std::optional<EndedSession> end_session_of_used(platform::Tx& tx, const std::string& hash,
                                                platform::Time now);
std::vector<SessionId> sessions_ended_since(platform::Reader& reader, platform::Time since);

}  // namespace kontor::auth::store
