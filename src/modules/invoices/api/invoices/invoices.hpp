#pragma once

#include "invoices/document.hpp"
#include "invoices/ids.hpp"
#include "platform/core/result.hpp"
#include "platform/core/violation.hpp"

namespace kontor::invoices {

struct Invoice {
    InvoiceId id;
    Kind kind = Kind::invoice;
    std::string number;
    std::string series;  // "2026-{number:06}": within it numbers have no gap
    orders::OrderId order_id;
    platform::Time issued_at;
    platform::Money total;
    Document document;
};
BOOST_DESCRIBE_STRUCT(Invoice, (), (id, kind, number, series, order_id, issued_at, total, document))

struct InvoiceFilter {
    std::optional<Kind> kind{};
    std::optional<std::string> series{};
    std::optional<platform::Time> from{};
    std::optional<platform::Time> until{};  // exclusive
    std::optional<InvoiceId> after{};       // newest first; the last one of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(InvoiceFilter, (), (kind, series, from, until, after, limit))

// Invoices of orders that are paid or on their way, credit notes of what went back. A document
// never changes once it has its number. Thread-safe.
class Invoices {
public:
    virtual ~Invoices() = default;

    // The order's invoice; the same however often asked. Refuses orders.no_such_order.
    virtual platform::Result<Invoice> issue(const orders::OrderId& order) = 0;
    // Oldest first, credit notes among them.
    virtual std::vector<Invoice> invoices_of(const orders::OrderId& order) = 0;
    // Those of the orders for which none was issued.
    virtual std::vector<orders::OrderId> uninvoiced(const std::vector<orders::OrderId>& orders) = 0;
    // Refuses invoices.no_such_invoice, also for another order's.
    virtual platform::Result<Invoice> invoice(const orders::OrderId& order,
                                              const std::string& number) = 0;
    virtual std::vector<Invoice> list(const InvoiceFilter& filter) = 0;
    // Numbers without a gap in each series; sums that are those of their parts.
    virtual std::vector<platform::Violation> check() = 0;
};

}  // namespace kontor::invoices
