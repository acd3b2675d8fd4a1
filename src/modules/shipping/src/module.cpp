#include "shipping/module.hpp"

#include "service.hpp"

namespace kontor::shipping {

std::unique_ptr<Shipping> make_shipping(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock) {
    return std::make_unique<Service>(database, events, clock);
}

}  // namespace kontor::shipping
