#pragma once

#include "customers/customers.hpp"
#include "platform/db/database.hpp"

namespace kontor::customers::store {

// False when the name is taken.
bool insert_group(platform::Tx& tx, const Group& group, platform::Time now);

// Throws a unique violation when the name is taken; nothing when there is no such group.
std::optional<Group> group(platform::Reader& reader, const GroupId& id);
std::optional<Group> rename_group(platform::Tx& tx, const GroupId& id, const std::string& name);
// Whether there was such a group.
bool remove_group(platform::Tx& tx, const GroupId& id);
std::vector<Group> groups(platform::Reader& reader, const GroupFilter& filter);

struct Change {
    bool group_exists = false;
    bool changed = false;
};
BOOST_DESCRIBE_STRUCT(Change, (), (group_exists, changed))

Change add_member(platform::Tx& tx, const GroupId& group, const auth::UserId& customer,
                  platform::Time now);
Change remove_member(platform::Tx& tx, const GroupId& group, const auth::UserId& customer);
// Nothing when there is no such group.
std::optional<std::vector<Member>> members(platform::Reader& reader, const GroupId& group,
                                           const MemberFilter& filter);
std::vector<GroupId> groups_of(platform::Reader& reader, const auth::UserId& customer);
std::vector<Group> groups_with(platform::Reader& reader, const auth::UserId& customer);

}  // namespace kontor::customers::store
