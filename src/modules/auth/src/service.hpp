#pragma once

#include "auth/module.hpp"
#include "doorkeeper.hpp"
#include "ended_sessions.hpp"
#include "platform/security/tokens.hpp"
#include "store.hpp"

#include <atomic>

namespace kontor::auth {

class Service final : public Auth {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            const Config& config, std::shared_ptr<Doorkeeper> doorkeeper);

    platform::Result<SignedIn> register_customer(const Registration& registration,
                                                 const Client& client) override;
    platform::Result<SignedIn> login(const Credentials& credentials, const Client& client) override;
    platform::Result<SignedIn> refresh(const std::string& refresh_token) override;
    void logout(const std::string& refresh_token) override;
    platform::Result<Identity> identify(const std::string& access_token) override;
    void sessions_ended(const std::vector<SessionId>& sessions) override;
    void look_for_ended_sessions() override;
    platform::Result<User> user(const UserId& id) override;
    platform::Result<User> create_user(const Registration& registration, Role role) override;
    std::string jwks() override;

private:
    platform::Result<store::Account> new_account(const Registration& registration, Role role);
    void ask_to_verify(platform::Tx& tx, const User& user, const Client& client);
    platform::Result<> keep(platform::Tx& tx, const store::Account& account);
    // Writes the session and answers with its tokens.
    SignedIn open_session(platform::Tx& tx, const User& user, const Client& client);
    SignedIn continue_session(platform::Tx& tx, const User& user, const SessionId& session);
    void end_session_of_used(const std::string& hash);
    void read_ended_sessions();

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Config config_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
    platform::TokenSigner tokens_;
    // Shared with a listener that lives as long as the log of facts.
    const std::shared_ptr<EndedSessions> ended_;
    std::atomic<bool> may_know_too_little_ = true;
};

}  // namespace kontor::auth
