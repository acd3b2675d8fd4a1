#pragma once

#include "platform/http/counted_paging.hpp"
#include "shipping/module.hpp"

namespace kontor::shipping {

void add_shipment_routes(platform::http::Router& router, const Backing& backing,
                         const platform::http::Cursors& cursors);
void add_carrier_routes(platform::http::Router& router, const Backing& backing);
void add_zone_routes(platform::http::Router& router, const Backing& backing);

struct ShipmentPath {
    ShipmentId shipment;
};
BOOST_DESCRIBE_STRUCT(ShipmentPath, (), (shipment))

// A route of one shipment, for staff of orders.
platform::http::Route shipment_route(platform::http::Method method, const std::string& path,
                                     std::string operation, std::string summary);
std::string actor(const platform::http::Caller& caller);

}  // namespace kontor::shipping
