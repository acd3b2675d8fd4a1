#pragma once

#include "platform/core/time.hpp"
#include "platform/core/violation.hpp"
#include "platform/db/database.hpp"

#include <vector>

namespace kontor::payments {

// Gift cards and store credit: balances agree with their movements and with what the ledger owes,
// and nothing is held for a purchase that is over.
std::vector<platform::Violation> check_stored_value(platform::Reader& reader, platform::Time now);

}  // namespace kontor::payments
