#pragma once

#include "auth/auth.hpp"
#include "platform/events/subscription.hpp"

namespace kontor::notifications {

// Marketing that waits is not sent once the consent is withdrawn; a consent that is given anew is
// to all of it, whatever was switched off before. Of whom is erased nothing is written, also where
// a fact of before is read after it.
void follow_customers(platform::Subscription& subscription, auth::Auth& auth);

}  // namespace kontor::notifications
