#pragma once

#include "auth/staff.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth::store {

std::vector<StaffMember> staff(platform::Reader& reader, const StaffFilter& filter);
// Of customers too, but for those who were forgotten.
std::optional<StaffMember> account(platform::Reader& reader, const UserId& id);
std::optional<StaffMember> account(platform::Reader& reader, const std::string& email);

// Whoever else changes staff waits for the commit: so nobody stops the last admin twice.
void lock_staff(platform::Tx& tx);
// The same as account(), locked until the commit: nobody signs in to it meanwhile.
std::optional<StaffMember> lock_account(platform::Tx& tx, const UserId& id);
std::int64_t enabled_admins(platform::Reader& reader);

// Deferred.
void set_role(platform::Tx& tx, const UserId& id, const std::string& role);
// Nobody signs in to it, with whatever was begun before.
void disable(platform::Tx& tx, const UserId& id, platform::Time now);
void enable(platform::Tx& tx, const UserId& id);

}  // namespace kontor::auth::store
