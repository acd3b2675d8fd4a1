#include "cart/module.hpp"

#include "service.hpp"

namespace kontor::cart {

std::unique_ptr<Cart> make_cart(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, catalog::Catalog& catalog,
                                pricing::Pricing& pricing, inventory::Inventory& inventory,
                                pricing::Currencies currencies) {
    return std::make_unique<Service>(database, events, clock, catalog, pricing, inventory,
                                     std::move(currencies));
}

}  // namespace kontor::cart
