#include "search/module.hpp"

#include "search/events.hpp"
#include "service.hpp"

namespace kontor::search {

std::unique_ptr<Search> make_search(platform::Database& database, platform::EventLog& events,
                                    catalog::Catalog& catalog, inventory::Inventory& inventory,
                                    platform::Currency currency) {
    return std::make_unique<Service>(database, events, catalog, inventory, currency);
}

void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache) {
    if (fact.name == ListingChanged::name) cache.drop("listing");
}

std::vector<std::string> facts_that_drop() {
    return {std::string(ListingChanged::name)};
}

}  // namespace kontor::search
