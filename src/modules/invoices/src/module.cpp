#include "invoices/module.hpp"

#include "service.hpp"

namespace kontor::invoices {

std::unique_ptr<Invoices> make_invoices(platform::Database& database, const platform::Clock& clock,
                                        const Files& files, const Config& config) {
    return std::make_unique<Service>(database, Clerk(clock, files, config));
}

}  // namespace kontor::invoices
