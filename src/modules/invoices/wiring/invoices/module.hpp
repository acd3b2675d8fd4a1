// For the composition root and for tests.
#pragma once

#include "invoices/invoices.hpp"
#include "orders/orders.hpp"
#include "orders/refunds.hpp"
#include "orders/snapshots.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"

#include <memory>

namespace kontor::invoices {

struct Config {
    std::string seller{};  // a name; empty: "Kontor"
    std::vector<std::string> seller_address{};
    std::string seller_vat_id{};
    std::string seller_email{};
    // {year} and {number}, or {number:06} for leading zeros; numbers begin anew where the rest
    // changes.
    std::string invoice_series = "{year}-{number:06}";
    std::string credit_note_series = "C{year}-{number:06}";
    std::string templates{};  // a folder whose files replace those built in
    std::int64_t rendered_at_once = 2;
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (seller, seller_address, seller_vat_id, seller_email, invoice_series,
                       credit_note_series, templates, rendered_at_once))

// Where documents are made from.
struct Files {
    orders::Snapshots& orders;
    orders::Refunds& refunds;
};

// Throws std::invalid_argument for a series that gives the same number twice.
std::unique_ptr<Invoices> make_invoices(platform::Database& database, const platform::Clock& clock,
                                        const Files& files, const Config& config);

// Throws std::invalid_argument for a folder of templates with something else in it.
void add_routes(platform::http::Router& router, Invoices& invoices, orders::Orders& orders,
                const Config& config, const std::string& cursor_secret);

// Invoices follow payments and shipments, credit notes what goes back or is given up.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               const platform::Clock& clock, const Files& files, const Config& config);

}  // namespace kontor::invoices
