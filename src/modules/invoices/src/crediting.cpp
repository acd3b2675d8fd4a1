#include "crediting.hpp"

#include "payments/shares.hpp"

#include <algorithm>

namespace kontor::invoices {

using payments::share;
using payments::tax_of_part;
using platform::Money;

namespace {

std::int64_t sum_of(const std::vector<TaxSum>& taxes) {
    std::int64_t sum = 0;
    for (const auto& tax : taxes) sum += tax.tax.amount;
    return sum;
}

std::int64_t sum_of(const std::vector<Line>& lines) {
    std::int64_t sum = 0;
    for (const auto& line : lines) sum += line.total.amount;
    return sum;
}

std::int64_t tax_of(const std::vector<Line>& lines) {
    std::int64_t sum = 0;
    for (const auto& line : lines) sum += sum_of(line.taxes.value_or(std::vector<TaxSum>{}));
    return sum;
}

void subtract(std::vector<TaxSum>& from, const std::vector<TaxSum>& taxes) {
    for (const auto& tax : taxes)
        for (auto& whole : from) {
            if (whole.name != tax.name || whole.rate_ppm != tax.rate_ppm) continue;
            whole.net = whole.net - tax.net;
            whole.tax = whole.tax - tax.tax;
            break;
        }
}

// A line of an invoice, and what its credit notes left of it.
struct Left {
    const Line& sold;
    std::int64_t quantity = 0;
    Money total;
    std::vector<TaxSum> taxes;
};

Left left_of(const Line& sold, const std::vector<Document>& credit_notes) {
    Left left{sold, sold.quantity, sold.total, sold.taxes.value_or(std::vector<TaxSum>{})};
    for (const auto& note : credit_notes)
        for (const auto& line : note.lines) {
            if (line.kind != sold.kind || line.item_id != sold.item_id) continue;
            left.quantity -= line.quantity;
            left.total = left.total - line.total;
            subtract(left.taxes, line.taxes.value_or(std::vector<TaxSum>{}));
        }
    return left;
}

// A tax divided among the rates that make it up, as far as they are left.
std::vector<TaxSum> taxes_of_part(const Left& left, const Money& total, std::int64_t tax) {
    auto weight = sum_of(left.taxes);
    tax = std::clamp<std::int64_t>(tax, 0, weight);
    const auto net = total.amount - tax;
    const bool is_compound = std::ranges::any_of(left.taxes, [&](const TaxSum& rate) {
        return rate.net.amount != left.total.amount - weight;
    });
    std::vector<TaxSum> parts;
    for (auto rate : left.taxes) {
        rate.net.amount =
            is_compound ? share(rate.net.amount, total.amount, left.total.amount) : net;
        const auto part = share(tax, rate.tax.amount, weight);
        weight -= rate.tax.amount;
        tax -= part;
        rate.tax.amount = part;
        parts.push_back(std::move(rate));
    }
    return parts;
}

Line part_of(const Document& invoice, const Left& left, std::int64_t quantity, const Money& total,
             std::int64_t tax) {
    auto line = left.sold;
    line.quantity = quantity;
    line.total = total;
    line.taxes = taxes_of_part(left, total, tax);
    const auto charged = total.amount - (invoice.prices_include_tax ? 0 : sum_of(*line.taxes));
    if (line.kind == LineKind::item) {
        line.discount.amount = line.unit_price.amount * quantity - charged;
    } else if (total != left.sold.total) {
        line.unit_price.amount = charged;
        line.discount.amount = 0;
    }
    return line;
}

bool is_itemised(const Document& invoice) {
    return std::ranges::all_of(invoice.lines,
                               [](const Line& line) { return line.kind && line.taxes; });
}

payments::Taxed left_of(const Document& invoice, const std::vector<Document>& credit_notes) {
    payments::Taxed left{invoice.total.amount, invoice.tax.amount};
    for (const auto& note : credit_notes) {
        left.amount -= note.total.amount;
        left.tax -= note.tax.amount;
    }
    return left;
}

std::vector<TaxSum> taxes_left(const Document& invoice, const std::vector<Document>& credit_notes) {
    auto left = invoice.taxes;
    for (const auto& note : credit_notes) subtract(left, note.taxes);
    return left;
}

std::vector<TaxSum> taxes_in_proportion(std::vector<TaxSum> left, std::int64_t amount,
                                        std::int64_t of) {
    for (auto& tax : left) {
        tax.net.amount = share(tax.net.amount, amount, of);
        tax.tax.amount = share(tax.tax.amount, amount, of);
    }
    return left;
}

// So much tax of all these, of each in proportion, with its net amount.
std::vector<TaxSum> part_of(std::vector<TaxSum> all, std::int64_t tax) {
    auto weight = sum_of(all);
    for (auto& each : all) {
        const auto part = share(tax, each.tax.amount, weight);
        weight -= each.tax.amount;
        tax -= part;
        each.net.amount = share(each.net.amount, part, each.tax.amount);
        each.tax.amount = part;
    }
    return all;
}

// Less of each, or more as far as it is left.
std::vector<TaxSum> with_tax(std::vector<TaxSum> taxes, std::vector<TaxSum> left,
                             std::int64_t tax) {
    const auto surplus = sum_of(taxes) - tax;
    if (surplus >= 0) {
        subtract(taxes, part_of(taxes, surplus));
        return taxes;
    }
    auto rest = left;
    subtract(rest, taxes);
    subtract(rest, part_of(rest, -surplus));
    subtract(left, rest);
    return left;
}

std::vector<TaxSum> taxes_of(const std::vector<Line>& lines, const std::vector<TaxSum>& left) {
    auto rest = left;
    for (const auto& line : lines) subtract(rest, line.taxes.value_or(std::vector<TaxSum>{}));
    auto taxes = left;
    for (std::size_t index = 0; index < taxes.size(); ++index) {
        taxes[index].net.amount -= std::max<std::int64_t>(rest[index].net.amount, 0);
        taxes[index].tax.amount -= std::max<std::int64_t>(rest[index].tax.amount, 0);
    }
    return taxes;
}

}  // namespace

Money remaining(const Document& invoice, const std::vector<Document>& credit_notes) {
    auto rest = invoice.total;
    for (const auto& note : credit_notes) rest = rest - note.total;
    return rest;
}

std::vector<Line> refunded_lines(const Document& invoice, const std::vector<Document>& credit_notes,
                                 const orders::OrderRefund& refund) {
    if (!is_itemised(invoice)) return {};
    std::vector<Line> lines;
    for (const auto& item : refund.items) {
        const auto sold = std::ranges::find(invoice.lines, item.item_id, &Line::item_id);
        if (sold == invoice.lines.end()) return {};
        lines.push_back(part_of(invoice, left_of(*sold, credit_notes), item.quantity, item.amount,
                                item.tax.amount));
    }
    if (refund.shipping) {
        const auto sold = std::ranges::find(invoice.lines, LineKind::shipping, &Line::kind);
        if (sold == invoice.lines.end()) return {};
        lines.push_back(part_of(invoice, left_of(*sold, credit_notes), 1, *refund.shipping,
                                refund.shipping_tax ? refund.shipping_tax->amount : 0));
    }
    if (!lines.empty() && refund.restocking_fee) {
        const Money nothing{0, invoice.total.currency};
        const auto kept = nothing - *refund.restocking_fee;
        Line fee{{}, "Restocking fee", 1, kept, nothing, kept};
        fee.kind = LineKind::restocking_fee;
        lines.push_back(std::move(fee));
    }
    return lines;
}

std::vector<Line> carried_lines(const Document& invoice, const std::vector<Document>& credit_notes,
                                const Document& other) {
    if (!is_itemised(invoice)) return {};
    std::vector<Line> lines;
    for (const auto& line : other.lines) {
        if (line.kind == LineKind::restocking_fee) {
            lines.push_back(line);
            continue;
        }
        const auto sold = std::ranges::find_if(invoice.lines, [&](const Line& one) {
            return one.kind == line.kind && one.item_id == line.item_id;
        });
        if (sold == invoice.lines.end()) return {};
        const auto left = left_of(*sold, credit_notes);
        if (line.total.amount > left.total.amount) return {};
        if (line.kind == LineKind::item && line.quantity > left.quantity) return {};
        lines.push_back(
            part_of(invoice, left, line.quantity, line.total, sum_of(line.taxes.value())));
    }
    return lines;
}

std::vector<Line> remaining_lines(const Document& invoice,
                                  const std::vector<Document>& credit_notes) {
    if (!is_itemised(invoice)) return {};
    std::vector<Line> lines;
    for (const auto& sold : invoice.lines) {
        const auto left = left_of(sold, credit_notes);
        const bool is_shipping = sold.kind == LineKind::shipping;
        if (is_shipping ? left.total.amount <= 0 : left.quantity <= 0) continue;
        lines.push_back(part_of(invoice, left, is_shipping ? 1 : left.quantity, left.total,
                                sum_of(left.taxes)));
    }
    return lines;
}

Document draft_credit_note(const Document& invoice, const std::vector<Document>& credit_notes,
                           const Money& amount, const std::string& reason,
                           std::vector<Line> lines) {
    auto note = invoice;
    note.kind = Kind::credit_note;
    note.corrects = invoice.number;
    note.reason = reason;
    note.total = amount;
    const auto left = taxes_left(invoice, credit_notes);
    const auto of = left_of(invoice, credit_notes);
    const bool is_itemised = !lines.empty() && sum_of(lines) == amount.amount;
    // Whatever was rounded on the way, the last one gives back what is left.
    const bool as_listed = is_itemised && amount.amount != of.amount;
    note.tax.amount =
        as_listed ? tax_of_part(of, amount.amount, tax_of(lines)) : tax_of_part(of, amount.amount);
    note.taxes = with_tax(
        as_listed ? taxes_of(lines, left) : taxes_in_proportion(left, amount.amount, of.amount),
        left, note.tax.amount);
    if (!is_itemised) {
        Line sum{{}, reason, 1, amount, {0, amount.currency}, amount};
        sum.kind = LineKind::sum;
        lines = {std::move(sum)};
    }
    note.lines = std::move(lines);
    note.net = note.total - note.tax;
    return note;
}

}  // namespace kontor::invoices
