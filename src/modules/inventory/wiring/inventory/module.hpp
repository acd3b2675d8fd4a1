// For the composition root and for tests.
#pragma once

#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <memory>

namespace kontor::inventory {

std::unique_ptr<Inventory> make_inventory(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock);

void add_routes(platform::http::Router& router, Inventory& inventory);

// Takes up variants that the catalogue added, gives back what placed orders had allocated when
// they are cancelled, and books out what was shipped.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock);

void add_jobs(platform::Jobs& jobs, Inventory& inventory);

}  // namespace kontor::inventory
