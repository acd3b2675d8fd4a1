#pragma once

#include "customers/module.hpp"
#include "platform/core/remembered.hpp"

namespace kontor::customers {

class Service final : public Customers {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            auth::Auth& auth)
        : database_(database), events_(events), clock_(clock), auth_(auth) {}

    platform::Result<Group> create_group(const platform::Text<1, 100>& name) override;
    platform::Result<Group> rename_group(const GroupId& id,
                                         const platform::Text<1, 100>& name) override;
    platform::Result<> remove_group(const GroupId& id) override;
    std::vector<Group> groups(const GroupFilter& filter) override;
    platform::Result<> join(const GroupId& group, const auth::UserId& customer) override;
    platform::Result<> leave(const GroupId& group, const auth::UserId& customer) override;
    platform::Result<std::vector<Member>> members(const GroupId& group,
                                                  const MemberFilter& filter) override;
    std::vector<GroupId> groups_of(const auth::UserId& customer) override;
    void forget_groups(const std::optional<auth::UserId>& customer) override;

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    auth::Auth& auth_;
    platform::Remembered<auth::UserId, std::vector<GroupId>> known_{10'000};
};

}  // namespace kontor::customers
