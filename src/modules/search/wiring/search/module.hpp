// For the composition root and for tests.
#pragma once

#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/cursor.hpp"
#include "platform/http/router.hpp"
#include "search/search.hpp"

#include <functional>
#include <memory>

namespace kontor::search {

std::unique_ptr<Search> make_search(platform::Database& database, catalog::Catalog& catalog,
                                    inventory::Inventory& inventory, platform::Currency currency);

void add_routes(platform::http::Router& router, Search& search, const std::string& cursor_secret);

// changed() is called after a commit that changed what lists show: drop cached lists there.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               catalog::Catalog& catalog, inventory::Inventory& inventory,
               platform::Currency currency, std::function<void()> changed);

}  // namespace kontor::search
