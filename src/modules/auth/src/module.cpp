#include "auth/module.hpp"

#include "auth/session_events.hpp"
#include "service.hpp"

namespace kontor::auth {

std::shared_ptr<Doorkeeper> make_doorkeeper(platform::Database& database,
                                            const platform::Clock& clock, const Config& config,
                                            const std::string& shop_name) {
    return std::make_shared<Doorkeeper>(database, clock, config, shop_name);
}

std::unique_ptr<Auth> make_auth(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, const Config& config,
                                std::shared_ptr<Doorkeeper> doorkeeper) {
    if (!doorkeeper) doorkeeper = make_doorkeeper(database, clock, config);
    return std::make_unique<Service>(database, events, clock, config, std::move(doorkeeper));
}

std::vector<std::string> facts_that_drop() {
    return {std::string(SessionsEnded::name)};
}

void drop_remembered(const platform::Announcement& fact, Auth& auth) {
    if (fact.name != SessionsEnded::name) return;
    auth.sessions_ended(platform::json::read<SessionsEnded>(fact.payload).value().sessions);
}

}  // namespace kontor::auth
