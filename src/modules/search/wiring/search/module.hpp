// For the composition root and for tests.
#pragma once

#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/cursor.hpp"
#include "platform/http/router.hpp"
#include "search/search.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kontor::search {

std::unique_ptr<Search> make_search(platform::Database& database, platform::EventLog& events,
                                    catalog::Catalog& catalog, inventory::Inventory& inventory,
                                    platform::Currency currency);

void add_routes(platform::http::Router& router, Search& search, const std::string& cursor_secret);

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, catalog::Catalog& catalog,
               inventory::Inventory& inventory, platform::Currency currency);

// Drops the cached lists when a committed fact concerns them, which only these do.
void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache);
std::vector<std::string> facts_that_drop();

}  // namespace kontor::search
