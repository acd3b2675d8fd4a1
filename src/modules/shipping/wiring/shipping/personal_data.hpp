// For the composition root and for tests.
#pragma once

#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"

namespace kontor::shipping {

// Addresses of orders whose customer is to be forgotten.
void forget_addresses(platform::Dispatcher& dispatcher, platform::Database& database);

}  // namespace kontor::shipping
