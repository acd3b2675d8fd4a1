// For the composition root and for tests.
#pragma once

#include "catalog/batches.hpp"
#include "catalog/catalog.hpp"
#include "customers/customers.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"
#include "pricing/config.hpp"
#include "pricing/pricing.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kontor::pricing {

std::unique_ptr<Pricing> make_pricing(platform::Database& database, const platform::Clock& clock,
                                      customers::Customers& customers, Config config);

// What the staff's routes work with.
struct Backing {
    platform::Database& database;
    platform::EventLog& events;
    const platform::Clock& clock;
    catalog::Catalog& catalog;
    catalog::Batches& batches;
    customers::Customers& customers;
};

void add_routes(platform::http::Router& router, const Backing& backing, const Config& config,
                const std::string& cursor_secret);

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database, bool coupons_return);

void add_jobs(platform::Jobs& jobs, const Backing& backing);
// What the job does every second: tells of the prices of lists whose period began or ended.
void announce_periods(const Backing& backing);

// Has the rules read anew when a committed fact concerns them, which only these do.
void refresh(const platform::Announcement& fact, Pricing& pricing);
std::vector<std::string> facts_that_refresh();

}  // namespace kontor::pricing
