#pragma once

#include <string>
#include <string_view>

namespace kontor::auth::oidc {

// Whether it can be asked without others listening: https with a host, or http of this machine.
// Without a user and a fragment, in plain ASCII, at most 2000 characters.
bool is_safe_address(std::string_view url);

// Adds a parameter to the query of an address or of a form.
void add_parameter(std::string& query, std::string_view name, std::string_view value);

}  // namespace kontor::auth::oidc
