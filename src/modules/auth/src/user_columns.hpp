#pragma once

#include <string>

namespace kontor::auth::store {

// Of auth.user_account, as a User has them.
inline const std::string user_columns =
    "id, email, name, role, created_at, email_verified_at is not null as email_verified";

}  // namespace kontor::auth::store
