// For the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "cart/cart.hpp"
#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"
#include "pricing/currencies.hpp"

#include <memory>

namespace kontor::cart {

struct Config {
    // Without a change, after which a cart is abandoned.
    platform::Whole<1, 3650> abandon_days = *platform::Whole<1, 3650>::accept(90);
    // After which a cart that is over is deleted.
    platform::Whole<1, 3650> delete_days = *platform::Whole<1, 3650>::accept(30);
    // Without a change, after which CartAbandoned is announced; 0: never.
    platform::Whole<0, 720> reminder_hours{};
};
BOOST_DESCRIBE_STRUCT(Config, (), (abandon_days, delete_days, reminder_hours))

std::unique_ptr<Cart> make_cart(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, catalog::Catalog& catalog,
                                pricing::Pricing& pricing, inventory::Inventory& inventory,
                                pricing::Currencies currencies);

void add_routes(platform::http::Router& router, Cart& cart);

// Lines follow what the catalogue announces.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               catalog::Catalog& catalog);

void add_jobs(platform::Jobs& jobs, platform::Database& database, platform::EventLog& events,
              const platform::Clock& clock, auth::Auth& auth, const Config& config);

}  // namespace kontor::cart
