// For the composition root and for tests.
#pragma once

#include "catalog/catalog.hpp"
#include "catalog/category.hpp"
#include "catalog/collection.hpp"
#include "inventory/inventory.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/router.hpp"
#include "pricing/currencies.hpp"
#include "pricing/pricing.hpp"
#include "reviews/reviews.hpp"
#include "search/search.hpp"

#include <string>
#include <vector>

namespace kontor::storefront {

// What the pages are put together from.
struct Departments {
    catalog::Catalog& catalog;
    catalog::Categories& categories;
    catalog::Collections& collections;
    inventory::Inventory& inventory;
    pricing::Pricing& pricing;
    search::Search& search;
    reviews::Reviews& reviews;
};

// currencies: that the shop sells in; prices are shown in the first unless another is asked for.
void add_routes(platform::http::Router& router, const Departments& departments,
                pricing::Currencies currencies, const std::string& cursor_secret);

// Drops the cached pages that a committed fact concerns, which only these do.
void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache);
std::vector<std::string> facts_that_drop();

}  // namespace kontor::storefront
