#include "drafting.hpp"

#include <algorithm>
#include <map>

namespace kontor::invoices {

using platform::Money;

namespace {

Party buyer(const orders::Order& order) {
    const auto& address = order.billing_address;
    Party party{address.name.value(), {address.line1.value()}, order.terms.vat_id, order.email};
    if (address.line2) party.address.push_back(address.line2->value());
    party.address.push_back(address.postal_code.value() + " " + address.city.value());
    if (address.region) party.address.push_back(address.region->value());
    party.address.push_back(address.country.value());
    return party;
}

Party seller(const Config& config) {
    Party party{config.seller.empty() ? "Kontor" : config.seller, config.seller_address};
    if (!config.seller_vat_id.empty()) party.vat_id = config.seller_vat_id;
    if (!config.seller_email.empty()) party.email = config.seller_email;
    return party;
}

std::vector<std::int64_t> rates(const std::vector<pricing::Tax>& taxes) {
    std::vector<std::int64_t> rates;
    for (const auto& tax : taxes) rates.push_back(tax.rate_ppm);
    return rates;
}

std::vector<Line> lines(const orders::Order& order) {
    std::vector<Line> lines;
    for (const auto& item : order.items)
        lines.push_back({item.sku, item.title, item.quantity, item.unit_price, item.discount,
                         item.total, rates(item.taxes)});
    const auto& freight = order.terms.freight;
    const Money nothing{0, order.totals.total.currency};
    if (freight)
        lines.push_back({{},
                         order.shipping_option,
                         1,
                         freight->price,
                         freight->discount,
                         freight->total,
                         rates(freight->taxes)});
    else if (order.totals.shipping.amount != 0)
        lines.push_back({{},
                         order.shipping_option,
                         1,
                         order.totals.shipping,
                         nothing,
                         order.totals.shipping,
                         {}});
    return lines;
}

// floor(whole * part / all) without loss: sums are below 10^15, their products are not.
std::int64_t share(std::int64_t whole, std::int64_t part, std::int64_t all) {
    return static_cast<std::int64_t>(static_cast<__int128>(whole) * part / all);
}

}  // namespace

bool is_reverse_charge(const orders::Order& order) {
    return order.terms.vat_id && order.totals.tax.amount == 0 && order.totals.total.amount > 0;
}

Document draft_invoice(const orders::Order& order, const Config& config) {
    Document document;
    document.order = order.id;
    document.order_number = order.number;
    document.ordered_at = order.created_at;
    document.seller = seller(config);
    document.buyer = buyer(order);
    document.lines = lines(order);
    document.total = order.totals.total;
    document.tax = order.totals.tax;
    document.net = document.total - document.tax;
    document.prices_include_tax = order.totals.tax_included == order.totals.tax;
    for (const auto& tax : order.terms.taxes)
        document.taxes.push_back({tax.name, tax.rate_ppm, tax.base, tax.amount});
    document.reverse_charge = is_reverse_charge(order);
    return document;
}

Money remaining(const Document& invoice, const std::vector<Document>& credit_notes) {
    auto rest = invoice.total;
    for (const auto& note : credit_notes) rest = rest - note.total;
    return rest;
}

Document draft_credit_note(const Document& invoice, const std::vector<Document>& credit_notes,
                           const Money& amount, const std::string& reason) {
    auto note = invoice;
    note.kind = Kind::credit_note;
    note.corrects = invoice.number;
    note.reason = reason;
    note.total = amount;
    note.lines = {{{}, reason, 1, amount, {0, amount.currency}, amount, {}}};
    const auto credited = invoice.total.amount - remaining(invoice, credit_notes).amount;
    const auto part = [&](std::int64_t whole) {
        if (invoice.total.amount == 0) return std::int64_t{0};
        return share(whole, credited + amount.amount, invoice.total.amount) -
               share(whole, credited, invoice.total.amount);
    };
    note.tax.amount = 0;
    for (auto& tax : note.taxes) {
        tax.net.amount = part(tax.net.amount);
        tax.tax.amount = part(tax.tax.amount);
        note.tax.amount += tax.tax.amount;
    }
    if (note.taxes.empty()) note.tax.amount = part(invoice.tax.amount);
    note.net = note.total - note.tax;
    return note;
}

}  // namespace kontor::invoices
