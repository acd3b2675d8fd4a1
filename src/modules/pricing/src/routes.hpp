// What the staff's routes share.
#pragma once

#include "campaigns.hpp"
#include "platform/http/counted_paging.hpp"
#include "price_lists.hpp"
#include "tax_zones.hpp"

namespace kontor::pricing {

inline platform::http::Route staff_route(platform::http::Method method, std::string path,
                                         std::string operation, std::string summary) {
    return platform::http::Route(method, "/v1/admin/" + std::move(path), std::move(operation),
                                 std::move(summary))
        .by_staff_of("pricing")
        .tag("Prices (staff)");
}

void add_price_list_routes(platform::http::Router& router, const PriceLists& lists,
                           const platform::http::Cursors& cursors);
void add_promotion_routes(platform::http::Router& router, const Campaigns& campaigns,
                          const platform::http::Cursors& cursors);
void add_coupon_routes(platform::http::Router& router, const Campaigns& campaigns,
                       const platform::http::Cursors& cursors);
void add_tax_zone_routes(platform::http::Router& router, const TaxZones& zones);

}  // namespace kontor::pricing
