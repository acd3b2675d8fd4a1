#include "invoices/module.hpp"

#include "service.hpp"

namespace kontor::invoices {

std::unique_ptr<Invoices> make_invoices(platform::Database& database, const platform::Clock& clock,
                                        orders::Snapshots& orders, const Config& config) {
    return std::make_unique<Service>(database, Clerk(clock, orders, config));
}

}  // namespace kontor::invoices
