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
#include "platform/jobs/jobs.hpp"
#include "pricing/pricing.hpp"
#include "search/search.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kontor::search {

struct Config {
    platform::Currency currency;                  // that lists are in
    std::vector<std::string> languages = {"en"};  // of the shop: whose inflections are known
};

// What the read model is made from.
struct Sources {
    catalog::Catalog& catalog;
    inventory::Inventory& inventory;
    pricing::Pricing& pricing;
};

std::unique_ptr<Search> make_search(platform::Database& database, platform::EventLog& events,
                                    const Sources& sources, const Config& config);

void add_routes(platform::http::Router& router, Search& search, const std::string& cursor_secret);

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const Sources& sources, const Config& config);

// Makes what sells best known to the ranking, and the read model anew where it is of an older
// program.
void add_jobs(platform::Jobs& jobs, Search& search);

// Has the index read what changed, and drops the cached lists, when a committed fact concerns them,
// which only these do.
void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache,
                 Search& search);
std::vector<std::string> facts_that_drop();

}  // namespace kontor::search
