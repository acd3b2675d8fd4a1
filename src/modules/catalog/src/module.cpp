#include "catalog/module.hpp"

#include "catalog/events.hpp"
#include "inventory/events.hpp"
#include "service.hpp"

namespace kontor::catalog {

std::unique_ptr<Catalog> make_catalog(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock,
                                      inventory::Inventory& inventory) {
    return std::make_unique<Service>(database, events, clock, inventory);
}

void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache) {
    if (fact.name == inventory::StockChanged::name) {
        cache.drop("variant:" + VariantId(fact.key).text());
    } else if (fact.name == ProductCreated::name) {
        cache.drop("categories");
    } else if (fact.name == ProductChanged::name || fact.name == ProductDeleted::name) {
        cache.drop("product:" + ProductId(fact.key).text());
        cache.drop("categories");
    }
}

std::vector<std::string> facts_that_drop() {
    return {std::string(inventory::StockChanged::name), std::string(ProductCreated::name),
            std::string(ProductChanged::name), std::string(ProductDeleted::name)};
}

}  // namespace kontor::catalog
