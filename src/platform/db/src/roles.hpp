// One schema and one role per module.
#pragma once

#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::platform::db {

// Refuses db.may_not_create_roles, with what a superuser has to run, when the login may not do
// what create_schema() will.
std::optional<Error> missing_rights(Tx& tx, const std::vector<std::string>& schemas);

// The schema, owned by the login, and the role that may read and write its tables, unless they are
// there. Roles belong to the whole cluster: another database may be creating the same ones.
void create_schema(Tx& tx, const std::string& schema);

}  // namespace kontor::platform::db
