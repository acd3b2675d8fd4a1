#pragma once

#include "auth/ids.hpp"
#include "auth/roles.hpp"
#include "platform/core/line.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::auth {

struct Registration {
    platform::EmailAddress email;
    platform::Text<1, 1024> password;
    std::optional<platform::Line<1, 200>> name;
};
BOOST_DESCRIBE_STRUCT(Registration, (), (email, password, name))

struct Credentials {
    platform::Text<1, 254> email;
    platform::Text<1, 1024> password;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (email, password))

struct User {
    UserId id;
    std::string email;
    std::optional<std::string> name;
    std::string role{roles::customer};
    platform::Time created_at;
    bool email_verified = false;

    bool is_staff() const { return role != roles::customer; }
};
BOOST_DESCRIBE_STRUCT(User, (), (id, email, name, role, created_at, email_verified))

// Who signs in from where, as far as the client tells.
struct Client {
    std::string user_agent{};
    std::string address{};
    std::optional<std::string> language{};  // of the shop's
};

// What a client holds after signing in.
struct SignedIn {
    User user;
    std::string access_token;
    std::string token_type = "Bearer";
    std::int64_t expires_in = 0;  // seconds
    std::string refresh_token;
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (user, access_token, token_type, expires_in, refresh_token))

// Who an access token speaks for.
struct Identity {
    UserId user;
    SessionId session;
    std::string role{roles::customer};
    std::vector<std::string> permissions;
    std::optional<UserId> impersonator{};  // the member of staff who acts as the user
};
BOOST_DESCRIBE_STRUCT(Identity, (), (user, session, role, permissions, impersonator))

// Accounts and their sessions. Thread-safe. Registering and signing in cost one Argon2id hash, on
// a small pool of its own; everything else is a statement or two.
class Auth {
public:
    virtual ~Auth() = default;

    // Refuses auth.email_taken (conflict), which counts as a guess, auth.password_too_short,
    // auth.password_too_long, auth.password_too_common (invalid), security.busy (unavailable).
    virtual platform::Result<SignedIn> register_customer(const Registration& registration,
                                                         const Client& client) = 0;
    platform::Result<SignedIn> register_customer(const Registration& registration) {
        return register_customer(registration, {});
    }
    // Refuses invalid_credentials (unauthenticated): the same, in the same time, for a wrong
    // password and for an unknown address; auth.too_many_attempts (too_many_requests) after ten
    // failures within ten minutes for one address, where only failures from the client's own
    // network address count if the account was signed in from there before, and after more of one
    // client, and for good after a hundred in a row until a password is chosen anew, eighty where
    // it was not signed in before, the last thirty of them one a day; security.busy. mfa_required
    // (forbidden), with mfa_token, where a second factor is to be shown: second_factors.hpp.
    virtual platform::Result<SignedIn> login(const Credentials& credentials,
                                             const Client& client) = 0;
    platform::Result<SignedIn> login(const Credentials& credentials) {
        return login(credentials, {});
    }
    // Rotates: the token given is used up. A token used twice ends its whole session.
    // Refuses invalid_grant (malformed).
    virtual platform::Result<SignedIn> refresh(const std::string& refresh_token) = 0;
    // Ends the session of the token; an unknown token is no error.
    virtual void logout(const std::string& refresh_token) = 0;
    // Without a statement: signature, times, and the sessions known to have ended; of who acts as
    // a customer also their own session and permission.
    // Refuses auth.invalid_token, auth.token_expired (unauthenticated).
    virtual platform::Result<Identity> identify(const std::string& access_token) = 0;
    // Another process ended these sessions. They are refused from now on.
    virtual void sessions_ended(const std::vector<SessionId>& sessions) = 0;
    // Sessions may have ended, and keys come, without a word: they are read before anybody is
    // identified again.
    virtual void look_for_ended_sessions() = 0;
    // Refuses auth.no_such_user, also for whom the shop forgot.
    virtual platform::Result<User> user(const UserId& id) = 0;
    // Keeps the account from being forgotten until the caller's transaction ends
    // (Database::together): what is written of somebody in it is forgotten with them. Costs no
    // round trip under Checks::at_the_end. Refuses auth.no_such_user.
    virtual platform::Result<> hold(const UserId& id) = 0;
    // For the command line and tests: any role. Refuses as register_customer, and
    // auth.no_such_role (invalid).
    virtual platform::Result<User> create_user(const Registration& registration,
                                               std::string_view role) = 0;
    // The public signing keys as a JSON Web Key Set.
    virtual std::string jwks() = 0;
};

}  // namespace kontor::auth
