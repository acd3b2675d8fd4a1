// For the composition root and for tests.
#pragma once

#include "inventory/inventory.hpp"
#include "inventory/locations.hpp"
#include "inventory/taken_back.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <memory>

namespace kontor::inventory {

struct Config {
    // What can still be sold of a variant when it is low, where the variant does not say.
    std::int64_t low_stock_threshold = 5;
};
BOOST_DESCRIBE_STRUCT(Config, (), (low_stock_threshold))

// What stock is kept with.
struct Backing {
    platform::Database& database;
    platform::EventLog& events;
    const platform::Clock& clock;
    Config config{};
};

std::unique_ptr<Inventory> make_inventory(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock, const Config& config = {});
std::unique_ptr<Locations> make_locations(const Backing& backing);
std::unique_ptr<ReturnedGoods> make_returned_goods(platform::Database& database);

void add_routes(platform::http::Router& router, Inventory& inventory, Locations& locations,
                const Backing& backing, const std::string& cursor_secret);

// Takes up variants that the catalogue added, gives back what placed orders had allocated when
// they are cancelled, and books out what was shipped, and in what came back before it arrived.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock, const Config& config = {});

void add_jobs(platform::Jobs& jobs, Inventory& inventory);

}  // namespace kontor::inventory
