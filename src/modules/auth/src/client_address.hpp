#pragma once

#include <string>

namespace kontor::auth {

// Whether that is one client's address in the internet, and not that of this machine or of a
// network of one's own, from where a reverse proxy brings what everybody asks.
bool is_public(const std::string& address);

// What stands for a client wherever it is counted or known again: its address, or of IPv6 the
// network of 64 bits that one client has at least. Other text stays as it is.
std::string one_client(const std::string& address);

}  // namespace kontor::auth
