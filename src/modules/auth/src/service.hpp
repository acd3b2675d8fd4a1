#pragma once

#include "auth/self_service.hpp"
#include "passwords/doorkeeper.hpp"
#include "sessions/ended_sessions.hpp"
#include "sessions/token_issuer.hpp"
#include "staff/known_roles.hpp"

#include <atomic>

namespace kontor::auth {

class Service final : public Auth {
public:
    Service(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
            std::shared_ptr<TokenIssuer> issuer, std::shared_ptr<KnownRoles> roles);

    platform::Result<SignedIn> register_customer(const Registration& registration,
                                                 const Client& client) override;
    platform::Result<SignedIn> login(const Credentials& credentials, const Client& client) override;
    platform::Result<SignedIn> refresh(const std::string& refresh_token) override;
    void logout(const std::string& refresh_token) override;
    platform::Result<Identity> identify(const std::string& access_token) override;
    void sessions_ended(const std::vector<SessionId>& sessions) override;
    void look_for_ended_sessions() override;
    platform::Result<User> user(const UserId& id) override;
    platform::Result<> hold(const UserId& id) override;
    platform::Result<User> create_user(const Registration& registration,
                                       std::string_view role) override;
    std::string jwks() override;

private:
    // Who it is, where they still may act as somebody.
    std::optional<UserId> acting(const platform::TokenActor& actor) const;
    platform::Error ask_for_code(const store::Account& seen);
    void end_session_of_used(const std::string& hash);
    void read_ended_sessions();

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Config config_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
    const std::shared_ptr<TokenIssuer> issuer_;
    // Shared with a listener that lives as long as the log of facts.
    const std::shared_ptr<EndedSessions> ended_;
    const std::shared_ptr<KnownRoles> roles_;
    // How often it was found that ends of sessions may have been missed, and up to which of these
    // they were read again. Until they are, nobody is known by a token.
    std::atomic<std::uint64_t> gaps_ = 1;
    std::atomic<std::uint64_t> gaps_closed_ = 0;
};

}  // namespace kontor::auth
