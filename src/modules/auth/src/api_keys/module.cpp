#include "api_keys/api_key_desk.hpp"
#include "api_keys/facts.hpp"

namespace kontor::auth {

std::unique_ptr<ApiKeys> make_api_keys(const Foundation& foundation,
                                       std::shared_ptr<KnownRoles> roles) {
    if (!roles) roles = make_known_roles(foundation.database, foundation.events);
    return std::make_unique<ApiKeyDesk>(foundation, std::move(roles));
}

void drop_remembered(const platform::Announcement& fact, ApiKeys& keys) {
    look_again_after(fact, keys);
}

}  // namespace kontor::auth
