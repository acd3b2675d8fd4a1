#include "cart/module.hpp"

#include "service.hpp"

namespace kontor::cart {

std::unique_ptr<Cart> make_cart(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, catalog::Catalog& catalog,
                                inventory::Inventory& inventory, platform::Currency currency,
                                const pricing::TaxRate& tax) {
    return std::make_unique<Service>(database, events, clock, catalog, inventory, currency, tax);
}

}  // namespace kontor::cart
