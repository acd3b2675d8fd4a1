#include "inventory/module.hpp"

#include "service.hpp"

namespace kontor::inventory {

std::unique_ptr<Inventory> make_inventory(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock) {
    return std::make_unique<Service>(database, events, clock);
}

void add_jobs(platform::Jobs& jobs, Inventory& inventory) {
    jobs.every(std::chrono::minutes(1), "inventory.release_expired",
               [&inventory] { inventory.release_expired(); });
}

}  // namespace kontor::inventory
