// For the composition root and for tests.
#pragma once

#include "inventory/inventory.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "shipping/shipping.hpp"

#include <memory>

namespace kontor::orders {

std::unique_ptr<Orders> make_orders(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock);

void add_routes(platform::http::Router& router, Orders& orders, payments::Payments& payments,
                shipping::Shipping& shipping, const std::string& cursor_secret);

// Payment and fulfilment states follow the facts of payments and shipping.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events);

}  // namespace kontor::orders
