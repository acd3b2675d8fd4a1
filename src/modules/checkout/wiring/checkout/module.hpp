// For the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "cart/cart.hpp"
#include "checkout/checkout.hpp"
#include "customers/address_book.hpp"
#include "inventory/inventory.hpp"
#include "orders/drafts.hpp"
#include "payments/tenders.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <memory>

namespace kontor::checkout {

struct Config {
    std::int64_t hold_minutes = 10;
    // How long a purchase that is being completed is left to whoever completes it before it counts
    // as left behind. Longer than any request may take.
    std::int64_t claim_seconds = 20;
    // After the hold ran out, for which a checkout can still be gone on with.
    platform::Whole<1, 100'000> open_minutes = *platform::Whole<1, 100'000>::accept(60);
};
BOOST_DESCRIBE_STRUCT(Config, (), (hold_minutes, claim_seconds, open_minutes))

// The modules that a purchase passes through.
struct Stations {
    auth::Auth& accounts;
    cart::Cart& cart;
    pricing::Pricing& pricing;
    inventory::Inventory& inventory;
    payments::Payments& payments;
    shipping::Shipping& shipping;
    orders::Orders& orders;
    orders::Drafts& drafts;
    customers::AddressBook& addresses;
    payments::Tenders& tenders;
};

std::unique_ptr<Checkout> make_checkout(platform::Database& database, const platform::Clock& clock,
                                        const Stations& stations, const Config& config);

// limits: what purchases that name codes of gift cards are counted by, as credentials are.
void add_routes(platform::http::Router& router, Checkout& checkout,
                platform::http::RateLimits* limits);

// Brings purchases to their end when a payment's outcome becomes known later.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::Jobs& jobs);

void add_jobs(platform::Jobs& jobs, Checkout& checkout);

}  // namespace kontor::checkout
