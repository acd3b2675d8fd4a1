#include "auth/role_events.hpp"
#include "auth/roles.hpp"
#include "platform/audit/deed.hpp"
#include "staff/authority.hpp"
#include "staff/role_store.hpp"
#include "staff/staff_module.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_role() {
    return {ErrorKind::not_found, "auth.no_such_role", "There is no role of this name."};
}

Error role_taken() {
    const std::string message = "There is a role of this name. Choose another, or change that one.";
    return {ErrorKind::conflict, "auth.role_taken", message, {{"/name", "taken", message}}};
}

Error built_in_role() {
    return {ErrorKind::conflict, "auth.built_in_role",
            "This role is built in and stays as it is. Make another one."};
}

Error role_in_use() {
    return {ErrorKind::conflict, "auth.role_in_use",
            "Somebody has this role, or is invited to it. Give them another one first."};
}

std::vector<std::string> sorted(const std::vector<PermissionName>& names) {
    std::vector<std::string> permissions(names.begin(), names.end());
    std::ranges::sort(permissions);
    const auto repeated = std::ranges::unique(permissions);
    permissions.erase(repeated.begin(), repeated.end());
    return permissions;
}

class RoleDesk final : public Roles {
public:
    explicit RoleDesk(const Foundation& foundation)
        : database_(foundation.database), events_(foundation.events), clock_(foundation.clock) {}

    std::vector<Role> roles() override {
        return database_.read([](Reader& reader) { return store::roles(reader); });
    }

    Result<Role> role(const std::string& name) override {
        auto found = database_.read([&](Reader& reader) { return store::role(reader, name); });
        if (!found) return no_such_role();
        return *std::move(found);
    }

    Result<Role> make(const Authority& authority, const NewRole& wanted) override {
        const Role made{wanted.name, sorted(wanted.permissions), false, 0, clock_.now()};
        if (made.name == roles::customer) return role_taken();
        if (const auto covered = check_covers(authority, made.permissions); !covered)
            return covered.error();
        return database_.transact([&](Tx& tx) -> Result<Role> {
            if (const auto held = hold(tx, authority); !held) return held.error();
            if (!store::insert_role(tx, made)) return role_taken();
            announce(tx, made.name);
            return made;
        });
    }

    Result<Role> change(const Authority& authority, const std::string& name,
                        const RoleChange& change) override {
        const auto permissions = sorted(change.permissions);
        if (const auto covered = check_covers(authority, permissions); !covered)
            return covered.error();
        return database_.transact([&](Tx& tx) -> Result<Role> {
            const auto before = lock_changeable(tx, authority, name);
            if (!before) return before.error();
            auto after = *before;
            after.permissions = permissions;
            store::set_permissions(tx, name, permissions);
            platform::audit::changed(*before, after);
            announce(tx, name);
            return after;
        });
    }

    Result<> remove(const Authority& authority, const std::string& name) override {
        return database_.transact([&](Tx& tx) -> Result<> {
            const auto role = lock_changeable(tx, authority, name);
            if (!role) return role.error();
            if (role->members > 0 || store::is_invited_to(tx, name, clock_.now()))
                return role_in_use();
            store::delete_role(tx, name);
            platform::audit::removed(*role);
            announce(tx, name);
            return {};
        });
    }

private:
    Result<Role> lock_changeable(Tx& tx, const Authority& authority, const std::string& name) {
        if (const auto held = hold(tx, authority); !held) return held.error();
        auto role = store::lock_role(tx, name);
        if (!role) return no_such_role();
        if (role->is_built_in) return built_in_role();
        if (const auto covered = check_covers(authority, role->permissions); !covered)
            return covered.error();
        return *std::move(role);
    }

    void announce(Tx& tx, const std::string& role) {
        events_.publish(tx, RoleChanged{platform::Id<"rolechange">::make(), role});
    }

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace

std::unique_ptr<Roles> make_roles(const Foundation& foundation) {
    return std::make_unique<RoleDesk>(foundation);
}

}  // namespace kontor::auth
