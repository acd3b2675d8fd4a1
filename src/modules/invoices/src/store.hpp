// The schema `invoices` in SQL.
#pragma once

#include "invoices/invoices.hpp"
#include "payments/events.hpp"
#include "platform/db/database.hpp"

namespace kontor::invoices::store {

// Locks the series for whoever takes numbers of it; the last that was taken.
std::int64_t lock_series(platform::Tx& tx, const std::string& series);
void take_numbers(platform::Tx& tx, const std::string& series, std::int64_t last);

struct NewDocument {
    Invoice invoice;
    std::int64_t serial = 0;
    platform::Uuid cause;
};
// In one statement.
void insert(platform::Tx& tx, const std::vector<NewDocument>& documents);

struct Cause {
    orders::OrderId order;
    platform::Uuid cause;
    friend auto operator<=>(const Cause&, const Cause&) = default;
};
BOOST_DESCRIBE_STRUCT(Cause, (), (order, cause))
// Those of the causes for which there is a document of this kind.
std::vector<Cause> issued(platform::Reader& reader, Kind kind, const std::vector<Cause>& causes);

// The sum of the order's credit notes with one of these causes.
std::int64_t credited(platform::Reader& reader, const orders::OrderId& order,
                      const std::vector<platform::Uuid>& causes);

// What went back before there was an invoice, without its reason, oldest first; taken once.
void keep_early_refund(platform::Tx& tx, payments::PaymentRefunded part);
std::vector<payments::PaymentRefunded> take_early_refunds(
    platform::Tx& tx, const std::vector<orders::OrderId>& orders);

std::vector<Invoice> of_order(platform::Reader& reader, const orders::OrderId& order);
std::vector<Invoice> page(platform::Reader& reader, const InvoiceFilter& filter);

struct Gap {
    std::string series;
    std::int64_t documents = 0;
    std::int64_t last = 0;
};
BOOST_DESCRIBE_STRUCT(Gap, (), (series, documents, last))
std::vector<Gap> gaps(platform::Reader& reader);

}  // namespace kontor::invoices::store
