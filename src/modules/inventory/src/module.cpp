#include "inventory/module.hpp"

#include "locations.hpp"
#include "returned_goods.hpp"
#include "service.hpp"

namespace kontor::inventory {

std::unique_ptr<Inventory> make_inventory(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock, const Config& config) {
    return std::make_unique<Service>(database, Herald{events, config.low_stock_threshold}, clock);
}

std::unique_ptr<Locations> make_locations(const Backing& backing) {
    return std::make_unique<LocationService>(backing);
}

void add_jobs(platform::Jobs& jobs, Inventory& inventory) {
    jobs.every(std::chrono::minutes(1), "inventory.release_expired",
               [&inventory] { inventory.release_expired(); });
}

std::unique_ptr<ReturnedGoods> make_returned_goods(platform::Database& database) {
    return std::make_unique<ReturnedGoodsService>(database);
}

}  // namespace kontor::inventory
