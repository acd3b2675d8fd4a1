// For the composition root and for tests.
#pragma once

#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/router.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kontor::catalog {

std::unique_ptr<Catalog> make_catalog(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock,
                                      inventory::Inventory& inventory);

// currency: in which the shop shows its prices.
void add_routes(platform::http::Router& router, Catalog& catalog, inventory::Inventory& inventory,
                platform::Currency currency, const std::string& cursor_secret);

// Drops the cached product pages that a committed fact concerns, which only these do.
void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache);
std::vector<std::string> facts_that_drop();

}  // namespace kontor::catalog
