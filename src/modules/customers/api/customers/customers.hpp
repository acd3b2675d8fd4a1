#pragma once

#include "auth/ids.hpp"
#include "customers/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::customers {

// Customers that prices and promotions treat alike.
struct Group {
    GroupId id;
    std::string name;
    std::int64_t members = 0;
};
BOOST_DESCRIBE_STRUCT(Group, (), (id, name, members))

struct GroupFilter {
    std::optional<GroupId> after;  // the last group of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(GroupFilter, (), (after, limit))

struct Member {
    auth::UserId customer;
    platform::Time joined_at;
};
BOOST_DESCRIBE_STRUCT(Member, (), (customer, joined_at))

struct MemberFilter {
    std::optional<auth::UserId> after;  // the last member of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(MemberFilter, (), (after, limit))

// Who the customers are beyond their credentials. Thread-safe.
class Customers {
public:
    virtual ~Customers() = default;

    // Refuses customers.name_taken (conflict): capitals make no difference.
    virtual platform::Result<Group> create_group(const platform::Text<1, 100>& name) = 0;
    // Refuses customers.no_such_group (not_found), customers.name_taken.
    virtual platform::Result<Group> rename_group(const GroupId& id,
                                                 const platform::Text<1, 100>& name) = 0;
    // Its members stay customers. Refuses customers.no_such_group.
    virtual platform::Result<> remove_group(const GroupId& id) = 0;
    // Oldest first.
    virtual std::vector<Group> groups(const GroupFilter& filter) = 0;

    // Again: no change. Refuses customers.no_such_group, customers.no_such_customer (not_found).
    virtual platform::Result<> join(const GroupId& group, const auth::UserId& customer) = 0;
    // Again: no change. Refuses customers.no_such_group.
    virtual platform::Result<> leave(const GroupId& group, const auth::UserId& customer) = 0;
    // By id. Refuses customers.no_such_group.
    virtual platform::Result<std::vector<Member>> members(const GroupId& group,
                                                          const MemberFilter& filter) = 0;
    // From memory where they were asked for lately; a change is seen at once in this process and
    // within a second in others.
    virtual std::vector<GroupId> groups_of(const auth::UserId& customer) = 0;
    // Another process may have changed the groups of this customer; of everybody, when none is
    // named.
    virtual void forget_groups(const std::optional<auth::UserId>& customer) = 0;
};

}  // namespace kontor::customers
