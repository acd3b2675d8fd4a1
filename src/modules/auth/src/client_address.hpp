#pragma once

#include <string>

namespace kontor::auth {

// Whether that is one client's address in the internet, and not that of this machine or of a
// network of one's own, from where a reverse proxy brings what everybody asks.
bool is_public(const std::string& address);

}  // namespace kontor::auth
