#include "auth/module.hpp"

#include "auth/api_key_events.hpp"
#include "auth/key_events.hpp"
#include "auth/role_events.hpp"
#include "auth/session_events.hpp"
#include "service.hpp"

namespace kontor::auth {

std::shared_ptr<Doorkeeper> make_doorkeeper(platform::Database& database,
                                            const platform::Clock& clock, const Config& config,
                                            const std::string& shop_name,
                                            const platform::Sealer* sealer) {
    return std::make_shared<Doorkeeper>(database, clock, config, shop_name, sealer);
}

std::unique_ptr<Auth> make_auth(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, const Config& config,
                                std::shared_ptr<Doorkeeper> doorkeeper,
                                std::shared_ptr<TokenIssuer> issuer,
                                std::shared_ptr<KnownRoles> roles) {
    if (!doorkeeper) doorkeeper = make_doorkeeper(database, clock, config);
    if (!issuer) issuer = make_token_issuer(database, clock, config);
    if (!roles) roles = make_known_roles(database, events);
    return std::make_unique<Service>(Foundation{database, events, clock, config},
                                     std::move(doorkeeper), std::move(issuer), std::move(roles));
}

std::shared_ptr<TokenIssuer> make_token_issuer(platform::Database& database,
                                               const platform::Clock& clock, const Config& config,
                                               const platform::Sealer* sealer) {
    return std::make_shared<TokenIssuer>(database, clock, config, sealer);
}

std::vector<std::string> facts_that_drop() {
    return {std::string(SessionsEnded::name), std::string(SigningKeyAdded::name),
            std::string(RoleChanged::name), std::string(ApiKeyChanged::name)};
}

void drop_remembered(const platform::Announcement& fact, Auth& auth) {
    if (fact.name == SigningKeyAdded::name || fact.name == RoleChanged::name)
        auth.look_for_ended_sessions();
    if (fact.name != SessionsEnded::name) return;
    auth.sessions_ended(platform::json::read<SessionsEnded>(fact.payload).value().sessions);
}

}  // namespace kontor::auth
