#include "staff/known_roles.hpp"

#include "auth/module.hpp"
#include "auth/role_events.hpp"
#include "staff/role_store.hpp"

namespace kontor::auth {

KnownRoles::KnownRoles(platform::Database& database)
    : roles_([&database] {
          Roles roles;
          for (auto& role :
               database.read([](platform::Reader& reader) { return store::roles(reader); }))
              roles.emplace(std::move(role.name), std::move(role.permissions));
          return roles;
      }) {}

std::optional<std::vector<std::string>> KnownRoles::permissions_of(const std::string& role) {
    if (role == roles::customer) return std::vector<std::string>{};
    // Another process may have made it a moment ago.
    const auto known =
        roles_.get_unless([&](const Roles& before) { return !before.contains(role); });
    const auto found = known->find(role);
    if (found == known->end()) return std::nullopt;
    return found->second;
}

std::shared_ptr<KnownRoles> make_known_roles(platform::Database& database,
                                             platform::EventLog& events) {
    auto roles = std::make_shared<KnownRoles>(database);
    events.on_committed([roles](std::span<const platform::Announcement> facts) {
        for (const auto& fact : facts)
            if (fact.name == RoleChanged::name) roles->look_again();
    });
    return roles;
}

}  // namespace kontor::auth
