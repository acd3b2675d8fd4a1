#include "drafting.hpp"

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

std::vector<TaxSum> sums(const std::vector<pricing::Tax>& taxes) {
    std::vector<TaxSum> sums;
    for (const auto& tax : taxes) sums.push_back({tax.name, tax.rate_ppm, tax.base, tax.amount});
    return sums;
}

Line line_of(const orders::OrderItem& item) {
    return {item.sku,   item.title,        item.quantity,  item.unit_price, item.discount,
            item.total, rates(item.taxes), LineKind::item, item.id,         sums(item.taxes)};
}

std::vector<Line> lines(const orders::Order& order) {
    std::vector<Line> lines;
    for (const auto& item : order.items) lines.push_back(line_of(item));
    const auto& shipping = order.totals.shipping;
    Line freight{{}, order.shipping_option, 1, shipping, {0, shipping.currency}, shipping};
    freight.kind = LineKind::shipping;
    if (const auto& known = order.terms.freight) {
        freight.unit_price = known->price;
        freight.discount = known->discount;
        freight.total = known->total;
        freight.rates_ppm = rates(known->taxes);
        freight.taxes = sums(known->taxes);
    } else {
        if (shipping.amount == 0) return lines;
        freight.taxes.emplace();
    }
    lines.push_back(std::move(freight));
    return lines;
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
    document.taxes = sums(order.terms.taxes);
    document.reverse_charge = is_reverse_charge(order);
    return document;
}

}  // namespace kontor::invoices
