#include "search/module.hpp"

#include "service.hpp"

namespace kontor::search {

std::unique_ptr<Search> make_search(platform::Database& database, catalog::Catalog& catalog,
                                    inventory::Inventory& inventory, platform::Currency currency) {
    return std::make_unique<Service>(database, catalog, inventory, currency);
}

}  // namespace kontor::search
