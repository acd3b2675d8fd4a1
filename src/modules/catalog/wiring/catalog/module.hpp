// For the composition root and for tests.
#pragma once

#include "catalog/batches.hpp"
#include "catalog/catalog.hpp"
#include "catalog/category.hpp"
#include "catalog/collection.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kontor::catalog {

// media: without one, pictures cannot be named by media_id.
std::unique_ptr<Catalog> make_catalog(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, inventory::Inventory& inventory,
                                      media::Media* media = nullptr);

std::unique_ptr<Categories> make_categories(platform::Database& database,
                                            platform::EventLog& events,
                                            const platform::Clock& clock);
std::unique_ptr<Collections> make_collections(platform::Database& database,
                                              platform::EventLog& events,
                                              const platform::Clock& clock);
std::unique_ptr<Attributes> make_attributes(platform::Database& database,
                                            platform::EventLog& events);

std::unique_ptr<Batches> make_batches(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock);

struct Departments {
    Catalog& catalog;
    Categories& categories;
    Collections& collections;
    Attributes& attributes;
    inventory::Inventory& inventory;
};

// currency: in which the shop shows its prices.
void add_routes(platform::http::Router& router, const Departments& departments,
                platform::Currency currency, const std::string& cursor_secret);

// Collections by rule follow their products; products lose pictures that are removed.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events);

// Publishes and withdraws what is scheduled, within a second or two.
void add_jobs(platform::Jobs& jobs, Catalog& catalog);

// Drops what is remembered, and the cached answers, that a committed fact concerns, which only
// these do.
void drop_remembered(const platform::Announcement& fact, Catalog& catalog);
void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache);
std::vector<std::string> facts_that_drop();

}  // namespace kontor::catalog
