#include "pricing/module.hpp"

#include "pricing/events.hpp"
#include "routes.hpp"
#include "service.hpp"

namespace kontor::pricing {

std::unique_ptr<Pricing> make_pricing(platform::Database& database, const platform::Clock& clock,
                                      customers::Customers& customers, Config config) {
    return std::make_unique<Service>(database, clock, customers, std::move(config));
}

void add_routes(platform::http::Router& router, const Backing& backing, const Config& config,
                const std::string& cursor_secret) {
    const platform::http::Cursors cursors(cursor_secret);
    const PriceLists lists(backing, config.currencies);
    const Campaigns campaigns(backing, config.currencies);
    add_price_list_routes(router, lists, cursors);
    add_promotion_routes(router, campaigns, cursors);
    add_coupon_routes(router, campaigns, cursors);
    add_tax_zone_routes(router, TaxZones(backing));
}

void refresh(const platform::Announcement& fact, Pricing& pricing) {
    if (fact.name == RulesChanged::name) pricing.refresh();
}

std::vector<std::string> facts_that_refresh() {
    return {std::string(RulesChanged::name)};
}

}  // namespace kontor::pricing
