#pragma once

#include "auth/ids.hpp"
#include "customers/ids.hpp"
#include "platform/core/describe.hpp"

namespace kontor::customers {

// The customer joined a group or left one.
struct GroupsChanged {
    static constexpr std::string_view name = "customers.groups_changed.v1";
    auth::UserId customer;
};
BOOST_DESCRIBE_STRUCT(GroupsChanged, (), (customer))

// Nobody is in the group any more.
struct GroupRemoved {
    static constexpr std::string_view name = "customers.group_removed.v1";
    GroupId group;
};
BOOST_DESCRIBE_STRUCT(GroupRemoved, (), (group))

}  // namespace kontor::customers
