// For the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "orders/claims.hpp"
#include "orders/drafts.hpp"
#include "orders/orders.hpp"
#include "orders/owners.hpp"
#include "orders/refunds.hpp"
#include "orders/snapshots.hpp"
#include "payments/payments.hpp"
#include "payments/refund_desk.hpp"
#include "payments/tenders.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "pricing/currencies.hpp"
#include "pricing/pricing.hpp"
#include "shipping/clearance.hpp"
#include "shipping/shipping.hpp"

#include <memory>

namespace kontor::orders {

std::unique_ptr<Orders> make_orders(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock);

std::unique_ptr<Refunds> make_refunds(platform::Database& database, const platform::Clock& clock,
                                      payments::Payments& payments);

// Staff sees refunds of all orders, and sends those again that failed.
void add_refund_desk_routes(platform::http::Router& router, platform::Database& database,
                            const platform::Clock& clock, payments::Payments& payments,
                            payments::RefundDesk& desk, const std::string& cursor_secret);

std::unique_ptr<Claims> make_claims(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock);

std::unique_ptr<Owners> make_owners(platform::Database& database);

std::unique_ptr<Snapshots> make_snapshots(platform::Database& database);

// What the routes need.
struct Counter {
    platform::Database& database;
    platform::EventLog& events;
    const platform::Clock& clock;
    Orders& orders;
    payments::Payments& payments;
    shipping::Shipping& shipping;
};

void add_routes(platform::http::Router& router, const Counter& counter,
                const std::string& cursor_secret);

// What was ordered as a guest. auth knows which customers have shown that an address is theirs.
void add_claim_routes(platform::http::Router& router, const Counter& counter, auth::Auth& auth,
                      const std::string& cursor_secret);

// Says what of an order may leave: of one that is placed, or completed or archived and sent once
// more, all of it, once everything is paid or promised.
std::unique_ptr<shipping::Clearance> make_clearance(platform::Database& database,
                                                    payments::Payments& payments);

// What edits of orders and drafts need besides.
struct Trade {
    catalog::Catalog& catalog;
    pricing::Pricing& pricing;
    inventory::Inventory& inventory;
    pricing::TaxRounding tax_rounding;
};

std::unique_ptr<Drafts> make_drafts(platform::Database& database, const platform::Clock& clock,
                                    shipping::Shipping& shipping, const Trade& trade,
                                    auth::Auth& auth, pricing::Currencies currencies);

void add_draft_routes(platform::http::Router& router, const Counter& counter, Drafts& drafts,
                      const std::string& cursor_secret);

// Edits by staff, and payments of what they made due. limits: what payments that name codes of gift
// cards are counted by, as credentials are.
void add_editing_routes(platform::http::Router& router, const Counter& counter, const Trade& trade,
                        payments::Tenders& tenders, platform::http::RateLimits* limits,
                        const std::string& cursor_secret);

// Payment and fulfilment states follow the facts of payments and shipping.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock,
               payments::Payments& payments);

}  // namespace kontor::orders
