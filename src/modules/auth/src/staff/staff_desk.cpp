#include "links/link_store.hpp"
#include "oidc/identity_store.hpp"
#include "passwords/doorkeeper.hpp"
#include "platform/audit/deed.hpp"
#include "refusals.hpp"
#include "second_factor/factor_store.hpp"
#include "sessions/session_ends.hpp"
#include "staff/authority.hpp"
#include "staff/invitation_store.hpp"
#include "staff/lost_factor.hpp"
#include "staff/role_store.hpp"
#include "staff/staff_module.hpp"
#include "staff/staff_store.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error last_admin() {
    return {ErrorKind::conflict, "auth.last_admin",
            "This is the last account that may everything. Make somebody else an admin first."};
}

bool is_acting_admin(const StaffMember& member) {
    return member.role == roles::admin && !member.disabled;
}

User user_of(const StaffMember& member) {
    return {member.id,   member.email,      member.name,
            member.role, member.created_at, member.email_verified};
}

class StaffDesk final : public Staff {
public:
    explicit StaffDesk(const Foundation& foundation)
        : database_(foundation.database), events_(foundation.events), clock_(foundation.clock) {}

    std::vector<StaffMember> members(const StaffFilter& filter) override {
        return database_.read([&](Reader& reader) { return store::staff(reader, filter); });
    }

    Result<StaffMember> member(const UserId& id) override {
        auto found = database_.read([&](Reader& reader) { return store::account(reader, id); });
        if (!found || found->role == roles::customer) return no_such_user();
        return *std::move(found);
    }

    Result<StaffMember> find(const std::string& email) override {
        auto found = database_.read(
            [&](Reader& reader) { return store::account(reader, lower_case(email)); });
        if (!found) return no_such_user();
        return *std::move(found);
    }

    Result<StaffMember> change(const Authority& authority, const UserId& id,
                               const StaffChange& change) override {
        return database_.transact([&](Tx& tx) -> Result<StaffMember> {
            const auto before = lock_member(tx, authority, id);
            if (!before) return before.error();
            auto after = *before;
            if (change.role) after.role = *change.role;
            if (change.disabled) after.disabled = *change.disabled;
            const auto given = store::held_permissions(tx, after.role);
            if (!given) return unknown_role();
            if (const auto covered = check_covers(authority, *given); !covered)
                return covered.error();
            if (is_acting_admin(*before) && !is_acting_admin(after) &&
                store::enabled_admins(tx) == 1)
                return last_admin();
            keep(tx, *before, after);
            return after;
        });
    }

    Result<> remove_second_factor(const Authority& authority, const UserId& id) override {
        return database_.transact([&](Tx& tx) -> Result<> {
            const auto member = lock_member(tx, authority, id);
            if (!member) return member.error();
            return take_factor_off(tx, events_, user_of(*member), clock_.now());
        });
    }

private:
    // Somebody over whom may be decided.
    Result<StaffMember> lock_member(Tx& tx, const Authority& authority, const UserId& id) {
        store::lock_staff(tx);
        if (const auto held = hold(tx, authority); !held) return held.error();
        auto member = store::lock_account(tx, id);
        if (!member || (member->role == roles::customer && !authority.is_operator))
            return no_such_user();
        const auto held = store::held_permissions(tx, member->role);
        if (const auto covered = check_covers(authority, held.value()); !covered)
            return covered.error();
        return *std::move(member);
    }

    void keep(Tx& tx, const StaffMember& before, const StaffMember& after) {
        const auto now = clock_.now();
        if (after.role == before.role && after.disabled == before.disabled) return;
        if (after.role != before.role) store::set_role(tx, after.id, after.role);
        if (before.role == roles::customer) drop_ways_of_customer(tx, after.id);
        if (after.disabled && !before.disabled) store::disable(tx, after.id, now);
        if (!after.disabled && before.disabled) store::enable(tx, after.id);
        // Whoever works here no longer, or as something else, has let nobody in.
        store::delete_invitations_by(tx, after.id);
        end_sessions_but(tx, events_, after.id, std::nullopt, now);
        platform::audit::changed(before, after);
    }

    // What opened the account of a customer beside the password is no way to what staff may.
    static void drop_ways_of_customer(Tx& tx, const UserId& id) {
        store::delete_factor(tx, id);
        store::delete_identities(tx, id);
        store::delete_open_links(tx, id);
    }

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace

std::unique_ptr<Staff> make_staff(const Foundation& foundation) {
    return std::make_unique<StaffDesk>(foundation);
}

}  // namespace kontor::auth
