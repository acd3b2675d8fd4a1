#pragma once

#include "auth/ids.hpp"

#include <string>

namespace kontor::auth {

// Who does something at the staff's addresses, as histories keep it: "staff:user_...",
// "api_key:key_...". For a platform::http::Caller that was admitted there.
template <class Caller>
std::string staff_actor(const Caller& caller) {
    if (caller.key) return "api_key:" + ApiKeyId(*caller.key).text();
    return "staff:" + UserId(*caller.user).text();
}

}  // namespace kontor::auth
