#include "orders/module.hpp"

#include "service.hpp"

namespace kontor::orders {

std::unique_ptr<Orders> make_orders(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock) {
    return std::make_unique<Service>(database, events, clock);
}

}  // namespace kontor::orders
