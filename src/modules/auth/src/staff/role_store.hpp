#pragma once

#include "auth/role_values.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth::store {

// The built-in ones first.
std::vector<Role> roles(platform::Reader& reader);
std::optional<Role> role(platform::Reader& reader, const std::string& name);
// Nobody else changes or deletes it until the commit, and nobody gets it.
std::optional<Role> lock_role(platform::Tx& tx, const std::string& name);
// What a role may do, which is not deleted before the commit: a customer nothing. Nothing where
// there is no such role.
std::optional<std::vector<std::string>> held_permissions(platform::Tx& tx, const std::string& name);

// False when there is one of this name.
bool insert_role(platform::Tx& tx, const Role& role);
void set_permissions(platform::Tx& tx, const std::string& name,
                     const std::vector<std::string>& permissions);
// Whether an invitation to it is open. Those that have expired are deleted.
bool is_invited_to(platform::Tx& tx, const std::string& name, platform::Time now);
void delete_role(platform::Tx& tx, const std::string& name);

}  // namespace kontor::auth::store
