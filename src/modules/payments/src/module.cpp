#include "payments/module.hpp"

#include "service.hpp"

namespace kontor::payments {

std::unique_ptr<Payments> make_payments(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, const Config& config) {
    return std::make_unique<Service>(database, events, clock, config);
}

}  // namespace kontor::payments
