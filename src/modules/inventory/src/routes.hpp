// What the staff's routes share.
#pragma once

#include "inventory/module.hpp"
#include "platform/http/counted_paging.hpp"

namespace kontor::inventory {

inline platform::http::Route staff_route(platform::http::Method method, const std::string& path,
                                         std::string operation, std::string summary) {
    return platform::http::Route(method, "/v1/admin/" + path, std::move(operation),
                                 std::move(summary))
        .by_staff_of("inventory")
        .tag("Inventory");
}

void add_location_routes(platform::http::Router& router, Locations& locations);
void add_stock_routes(platform::http::Router& router, Inventory& inventory, const Backing& backing,
                      const platform::http::Cursors& cursors);
void add_transfer_routes(platform::http::Router& router, const Backing& backing,
                         const platform::http::Cursors& cursors);
void add_stock_take_routes(platform::http::Router& router, const Backing& backing,
                           const platform::http::Cursors& cursors);

}  // namespace kontor::inventory
