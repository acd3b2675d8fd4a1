#pragma once

#include "report.hpp"

namespace kontor::bench {

// Commit to handler: publishes at a steady rate from some threads and measures until the handler
// has run. The database must be migrated and is left with the events.
Report commit_to_handler(const std::string& dsn, std::chrono::seconds time, int per_second);

// Drains count events through one subscription whose effect (a row per event) and position
// commit together; answers events per second.
double drain(const std::string& dsn, std::size_t count);

}  // namespace kontor::bench
