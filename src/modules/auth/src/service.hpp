#pragma once

#include "auth/module.hpp"
#include "ended_sessions.hpp"
#include "platform/security/passwords.hpp"
#include "platform/security/tokens.hpp"
#include "store.hpp"

namespace kontor::auth {

class Service final : public Auth {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            const Config& config);

    platform::Result<SignedIn> register_customer(const Registration& registration) override;
    platform::Result<SignedIn> login(const Credentials& credentials) override;
    platform::Result<SignedIn> refresh(const std::string& refresh_token) override;
    void logout(const std::string& refresh_token) override;
    platform::Result<Identity> identify(const std::string& access_token) override;
    platform::Result<User> user(const UserId& id) override;
    platform::Result<User> create_user(const Registration& registration, Role role) override;
    std::string jwks() override;

private:
    platform::Result<store::Account> new_account(const Registration& registration, Role role);
    platform::Result<> keep(platform::Tx& tx, const store::Account& account);
    void record_failed_login(const std::string& email);
    // Writes the session and answers with its tokens.
    SignedIn open_session(platform::Tx& tx, const User& user);
    SignedIn continue_session(platform::Tx& tx, const User& user, const SessionId& session);
    void end_session_of_used(const std::string& hash);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Config config_;
    platform::PasswordHasher passwords_;
    platform::TokenSigner tokens_;
    EndedSessions ended_;
};

}  // namespace kontor::auth
