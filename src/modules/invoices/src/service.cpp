#include "service.hpp"

#include <algorithm>
#include <set>

namespace kontor::invoices {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

Result<Invoice> Service::issue(const orders::OrderId& order) {
    return database_.transact([&](Tx& tx) -> Result<Invoice> {
        clerk_.invoice(tx, {order});
        const auto documents = store::of_order(tx, order);
        if (documents.empty())
            return Error{ErrorKind::not_found, "orders.no_such_order", "There is no such order."};
        return documents.front();
    });
}

std::vector<Invoice> Service::invoices_of(const orders::OrderId& order) {
    return database_.read([&](Reader& reader) { return store::of_order(reader, order); });
}

std::vector<orders::OrderId> Service::uninvoiced(const std::vector<orders::OrderId>& orders) {
    std::vector<store::Cause> causes;
    for (const auto& order : orders) causes.push_back({order, order.uuid()});
    const auto issued = database_.read(
        [&](platform::Reader& reader) { return store::issued(reader, Kind::invoice, causes); });
    std::set<orders::OrderId> invoiced;
    for (const auto& cause : issued) invoiced.insert(cause.order);
    auto open = orders;
    std::erase_if(open, [&](const orders::OrderId& order) { return invoiced.contains(order); });
    return open;
}

Result<Invoice> Service::invoice(const orders::OrderId& order, const std::string& number) {
    auto documents = invoices_of(order);
    const auto found = std::ranges::find(documents, number, &Invoice::number);
    if (found == documents.end())
        return Error{ErrorKind::not_found, "invoices.no_such_invoice",
                     "The order has no invoice of this number."};
    return std::move(*found);
}

std::vector<Invoice> Service::list(const InvoiceFilter& filter) {
    return database_.read([&](Reader& reader) { return store::page(reader, filter); });
}

std::vector<platform::Violation> Service::check() {
    std::vector<platform::Violation> violations;
    for (const auto& gap : database_.read([](Reader& reader) { return store::gaps(reader); }))
        violations.push_back({"I1 invoice numbers have no gap", gap.series,
                              std::to_string(gap.documents) +
                                  " documents, but the last number is " +
                                  std::to_string(gap.last)});
    return violations;
}

}  // namespace kontor::invoices
