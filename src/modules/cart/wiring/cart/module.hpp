// For the composition root and for tests.
#pragma once

#include "cart/cart.hpp"
#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"

#include <memory>

namespace kontor::cart {

std::unique_ptr<Cart> make_cart(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, catalog::Catalog& catalog,
                                pricing::Pricing& pricing, inventory::Inventory& inventory,
                                platform::Currency currency);

void add_routes(platform::http::Router& router, Cart& cart);

// Lines follow what the catalogue announces.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database);

}  // namespace kontor::cart
