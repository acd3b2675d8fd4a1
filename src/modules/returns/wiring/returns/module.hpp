// For the composition root and for tests.
#pragma once

#include "cart/cart.hpp"
#include "catalog/catalog.hpp"
#include "inventory/locations.hpp"
#include "inventory/taken_back.hpp"
#include "orders/orders.hpp"
#include "orders/owners.hpp"
#include "orders/refunds.hpp"
#include "payments/payments.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/router.hpp"
#include "returns/exchanges.hpp"
#include "returns/returns.hpp"
#include "shipping/shipping.hpp"

#include <memory>

namespace kontor::returns {

struct Config {
    // So long after a parcel was delivered its goods may be sent back.
    platform::Whole<0, 3650> period_days = *platform::Whole<0, 3650>::accept(14);
    // Makes a label whenever a return is approved; empty: staff asks for labels.
    std::string label_carrier{};
};
BOOST_DESCRIBE_STRUCT(Config, (), (period_days, label_carrier))

// What returns ask of others.
struct Upstream {
    inventory::Locations& locations;
    inventory::ReturnedGoods& goods;
    catalog::Catalog& catalog;
    payments::Payments& payments;
    shipping::Shipping& shipping;
    shipping::ReturnLabels& labels;
    orders::Orders& orders;
    orders::Refunds& refunds;
};

std::unique_ptr<Returns> make_returns(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, const Upstream& upstream,
                                      const Config& config = {});

// Where exchanges are bought.
struct Shop {
    orders::Orders& orders;
    orders::Owners& owners;
    cart::Shopping& cart;
    checkout::Checkout& checkout;
};

std::unique_ptr<Exchanges> make_exchanges(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock, const Shop& shop);

// Exchanges that are paid later than they are asked for are known by the carts they are bought
// from.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock);

void add_routes(platform::http::Router& router, Returns& returns, orders::Orders& orders,
                const std::string& cursor_secret);
void add_exchange_routes(platform::http::Router& router, Exchanges& exchanges, Returns& returns,
                         orders::Orders& orders);

}  // namespace kontor::returns
