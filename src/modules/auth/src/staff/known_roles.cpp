#include "staff/known_roles.hpp"

#include "auth/roles.hpp"
#include "staff/role_store.hpp"

#include <mutex>

namespace kontor::auth {

std::optional<std::vector<std::string>> KnownRoles::permissions_of(const std::string& role) {
    if (role == roles::customer) return std::vector<std::string>{};
    const auto found_in = [&](const Roles& roles) -> std::optional<std::vector<std::string>> {
        const auto found = roles.find(role);
        if (found == roles.end()) return std::nullopt;
        return found->second;
    };
    if (auto found = found_in(*roles())) return found;
    // Another process may have made it a moment ago.
    look_again();
    return found_in(*roles());
}

// Reads without the lock: who waited for it might hold the connection that reading needs.
std::shared_ptr<const KnownRoles::Roles> KnownRoles::roles() {
    const auto changes = changes_.load();
    {
        const std::shared_lock lock(mutex_);
        if (changes_read_ >= changes) return roles_;
    }
    auto read = std::make_shared<Roles>();
    for (auto& role : database_.read([](platform::Reader& reader) { return store::roles(reader); }))
        read->emplace(std::move(role.name), std::move(role.permissions));
    const std::unique_lock lock(mutex_);
    if (changes >= changes_read_) {
        roles_ = read;
        changes_read_ = changes;
    }
    return read;
}

}  // namespace kontor::auth
