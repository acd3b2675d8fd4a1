#pragma once

#include "auth/auth.hpp"

namespace kontor::auth {

// What a role may do at the staff's addresses. Customers may nothing there.
std::vector<std::string> permissions_of(Role role);

}  // namespace kontor::auth
