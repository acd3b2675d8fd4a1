#include "checkout/module.hpp"

#include "service.hpp"

namespace kontor::checkout {

std::unique_ptr<Checkout> make_checkout(platform::Database& database, const platform::Clock& clock,
                                        const Stations& stations, const Config& config) {
    return std::make_unique<Service>(database, clock, stations, config);
}

}  // namespace kontor::checkout
