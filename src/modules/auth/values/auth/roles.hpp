#pragma once

#include <string_view>

// Roles by their names. The shop makes roles of staff beside those that are built in.
namespace kontor::auth::roles {

inline constexpr std::string_view customer = "customer";  // no staff: may nothing at its addresses
inline constexpr std::string_view staff = "staff";        // all but what only admins may
inline constexpr std::string_view admin = "admin";        // whatever there is

}  // namespace kontor::auth::roles
