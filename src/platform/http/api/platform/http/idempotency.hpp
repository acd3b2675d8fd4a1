#pragma once

#include "platform/core/time.hpp"

#include <cstdint>

namespace kontor::platform {
class Database;
}

namespace kontor::platform::http {

// Forgets the keyed requests, and the answers kept for them, that began before a time; at least
// 24 hours have to be kept. Answers how many. In role kontor_platform.
std::int64_t remove_old_idempotency_records(Database& database, Time older_than);

}  // namespace kontor::platform::http
