#include "shipping/module.hpp"

#include "routes.hpp"
#include "service.hpp"

namespace kontor::shipping {

std::unique_ptr<Shipping> make_shipping(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, Freight& freight) {
    return std::make_unique<Service>(database, events, clock, freight);
}

std::unique_ptr<platform::Storage> label_storage(const Config& config,
                                                 const std::filesystem::path& data_directory) {
    const std::filesystem::path chosen(config.label_directory);
    return platform::folder_storage(chosen.empty() ? data_directory / "labels" : chosen,
                                    platform::Readers::nobody);
}

void add_routes(platform::http::Router& router, const Backing& backing,
                const std::string& cursor_secret) {
    const platform::http::Cursors cursors(cursor_secret);
    add_shipment_routes(router, backing, cursors);
    add_carrier_routes(router, backing);
    add_zone_routes(router, backing);
}

}  // namespace kontor::shipping
