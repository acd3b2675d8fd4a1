#include "auth/module.hpp"

#include "service.hpp"

namespace kontor::auth {

std::unique_ptr<Auth> make_auth(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, const Config& config) {
    return std::make_unique<Service>(database, events, clock, config);
}

}  // namespace kontor::auth
