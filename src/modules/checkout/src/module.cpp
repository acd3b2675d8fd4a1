#include "checkout/module.hpp"

#include "service.hpp"

namespace kontor::checkout {

std::unique_ptr<Checkout> make_checkout(platform::Database& database, const platform::Clock& clock,
                                        cart::Cart& cart, inventory::Inventory& inventory,
                                        payments::Payments& payments, shipping::Shipping& shipping,
                                        orders::Orders& orders, const pricing::TaxRate& tax,
                                        const Config& config) {
    return std::make_unique<Service>(
        database, clock, Stations{cart, inventory, payments, shipping, orders}, tax, config);
}

}  // namespace kontor::checkout
