#include "service.hpp"

#include "customers/events.hpp"
#include "held_account.hpp"
#include "platform/audit/deed.hpp"
#include "store.hpp"

namespace kontor::customers {

using namespace platform;

namespace {

Error no_such_group() {
    return {ErrorKind::not_found, "customers.no_such_group", "There is no group with this id."};
}

Error no_such_customer() {
    return {ErrorKind::not_found, "customers.no_such_customer",
            "There is no account with this id."};
}

// In the audit log, beside the ids of the group and the customer.
struct Membership {
    bool member = false;
};
BOOST_DESCRIBE_STRUCT(Membership, (), (member))

Error name_taken() {
    const std::string message = "There is a group with this name. Choose another one.";
    return {ErrorKind::conflict, "customers.name_taken", message, {{"/name", "taken", message}}};
}

}  // namespace

Result<Group> Service::create_group(const platform::Text<1, 100>& name) {
    const Group group{GroupId::make(), name, 0};
    return database_.transact([&](Tx& tx) -> Result<Group> {
        if (!store::insert_group(tx, group, clock_.now())) return name_taken();
        return group;
    });
}

Result<Group> Service::rename_group(const GroupId& id, const platform::Text<1, 100>& name) {
    try {
        return database_.transact([&](Tx& tx) -> Result<Group> {
            const auto before = store::group(tx, id);
            auto group = store::rename_group(tx, id, name);
            if (!before || !group) return no_such_group();
            audit::changed(*before, *group);
            return *std::move(group);
        });
    } catch (const platform::StatementError& error) {
        if (!error.unique_violation()) throw;
        return name_taken();
    }
}

Result<> Service::remove_group(const GroupId& id) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto group = store::group(tx, id);
        if (!group || !store::remove_group(tx, id)) return no_such_group();
        events_.publish(tx, GroupRemoved{id});
        audit::removed(*group);
        return {};
    });
}

std::vector<Group> Service::groups(const GroupFilter& filter) {
    return database_.read([&](Reader& reader) { return store::groups(reader, filter); });
}

Result<> Service::join(const GroupId& group, const auth::UserId& customer) {
    if (!auth_.user(customer)) return no_such_customer();
    return write_of(customer, auth_, database_, [&](Tx& tx) -> Result<> {
        const auto change = store::add_member(tx, group, customer, clock_.now());
        if (!change.group_exists) return no_such_group();
        if (change.changed) events_.publish(tx, GroupsChanged{customer});
        audit::changed(Membership{!change.changed}, Membership{true});
        return {};
    });
}

Result<> Service::leave(const GroupId& group, const auth::UserId& customer) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto change = store::remove_member(tx, group, customer);
        if (!change.group_exists) return no_such_group();
        if (change.changed) events_.publish(tx, GroupsChanged{customer});
        audit::changed(Membership{change.changed}, Membership{false});
        return {};
    });
}

Result<std::vector<Member>> Service::members(const GroupId& group, const MemberFilter& filter) {
    auto found =
        database_.read([&](Reader& reader) { return store::members(reader, group, filter); });
    if (!found) return no_such_group();
    return *std::move(found);
}

std::vector<GroupId> Service::groups_of(const auth::UserId& customer) {
    return known_.get(customer, [&] {
        return database_.read([&](Reader& reader) { return store::groups_of(reader, customer); });
    });
}

void Service::forget_groups(const std::optional<auth::UserId>& customer) {
    if (customer)
        known_.forget(*customer);
    else
        known_.forget_all();
}

}  // namespace kontor::customers
