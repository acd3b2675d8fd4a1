// What is refused, in the same words, in more than one place of the module.
#pragma once

#include "platform/core/result.hpp"

namespace kontor::auth {

// In the path.
platform::Error no_such_user();
// In the body, as /role.
platform::Error unknown_role();
// Tells nobody which of the two it was, nor that the account is disabled. waits_for_letters:
// accounts are opened by mail, so that a third reason is possible.
platform::Error invalid_credentials(bool waits_for_letters);
// Of somebody whose session has ended while they asked.
platform::Error signed_out();
platform::Error wrong_code(platform::ErrorKind kind);
platform::Error mfa_disabled();

}  // namespace kontor::auth
