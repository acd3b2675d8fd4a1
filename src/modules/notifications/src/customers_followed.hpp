#pragma once

#include "auth/auth.hpp"
#include "platform/events/subscription.hpp"

namespace kontor::notifications {

// Whether a customer consents to marketing switches what is optional, for the account's address:
// what is chosen later counts again. Of whom is erased nothing is written, also where a fact of
// before is read after it.
void follow_customers(platform::Subscription& subscription, const platform::Clock& clock,
                      auth::Auth& auth);

}  // namespace kontor::notifications
