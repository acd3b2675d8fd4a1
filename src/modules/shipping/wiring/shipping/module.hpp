// For the composition root and for tests.
#pragma once

#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "shipping/shipping.hpp"

#include <memory>

namespace kontor::shipping {

std::unique_ptr<Shipping> make_shipping(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock);

void add_routes(platform::http::Router& router, Shipping& shipping);

// Makes the pending shipment of a paid order, and cancels it with the order.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database);

}  // namespace kontor::shipping
