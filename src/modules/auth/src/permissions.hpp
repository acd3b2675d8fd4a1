#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kontor::auth {

// What a built-in role may do at the staff's addresses; others may nothing.
std::vector<std::string> built_in_permissions(std::string_view role);

}  // namespace kontor::auth
