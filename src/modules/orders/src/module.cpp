#include "orders/module.hpp"

#include "refund_service.hpp"
#include "service.hpp"

namespace kontor::orders {

std::unique_ptr<Orders> make_orders(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock) {
    return std::make_unique<Service>(database, events, clock);
}

std::unique_ptr<Refunds> make_refunds(platform::Database& database, const platform::Clock& clock,
                                      payments::Payments& payments) {
    return std::make_unique<RefundService>(database, clock, payments);
}

}  // namespace kontor::orders
