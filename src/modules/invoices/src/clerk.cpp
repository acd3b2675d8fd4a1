#include "clerk.hpp"

#include "crediting.hpp"
#include "drafting.hpp"
#include "orders/events.hpp"
#include "platform/json/json.hpp"

#include <algorithm>

namespace kontor::invoices {

using platform::Tx;

namespace {

const std::string by_edit(orders::OrderEdited::refund_reason);

// An order's newest invoice with the credit notes that correct it.
struct Standing {
    const Invoice* invoice = nullptr;
    std::vector<Document> credit_notes;
};

Standing standing_of(const std::vector<Invoice>& documents) {
    Standing standing;
    for (const auto& document : documents)
        if (document.kind == Kind::invoice) standing.invoice = &document;
    for (const auto& document : documents)
        if (standing.invoice && document.document.corrects == standing.invoice->number)
            standing.credit_notes.push_back(document.document);
    return standing;
}

// What was refused for good may go back in another way, as a refund of its own.
platform::Money going_back(const orders::OrderRefund& refund) {
    return refund.refused ? refund.amount - *refund.refused : refund.amount;
}

// An edit settles its own by another invoice.
std::int64_t uncredited(const std::vector<orders::OrderRefund>& refunds,
                        const std::vector<Invoice>& documents) {
    std::int64_t sum = 0;
    for (const auto& refund : refunds)
        if (refund.reason != by_edit) sum += going_back(refund).amount;
    for (const auto& document : documents)
        if (document.kind == Kind::credit_note && document.document.reason != by_edit)
            sum -= document.total.amount;
    return sum;
}

std::int64_t total_of(const std::vector<orders::OrderRefund>& refunds) {
    std::int64_t sum = 0;
    for (const auto& refund : refunds) sum += refund.amount.amount;
    return sum;
}

// What was not kept yet when the invoice was issued says nothing.
Document as_kept_by(const Document& invoice, Document other) {
    if (invoice.taxes.empty()) other.taxes.clear();
    for (std::size_t index = 0; index < std::min(invoice.lines.size(), other.lines.size());
         ++index) {
        const auto& kept = invoice.lines[index];
        auto& line = other.lines[index];
        if (!kept.kind) line.kind.reset();
        if (!kept.item_id) line.item_id.reset();
        if (!kept.taxes) line.taxes.reset();
    }
    return other;
}

bool says_the_same(Document invoice, Document other) {
    other = as_kept_by(invoice, std::move(other));
    const auto plain = [](Document& document) {
        document.number.clear();
        document.issued_at = {};
        document.seller = {};
        return platform::json::write(document);
    };
    return plain(invoice) == plain(other);
}

}  // namespace

std::vector<Document> Clerk::number(Tx& tx, const Numbering& numbering,
                                    std::vector<Draft> drafts) const {
    if (drafts.empty()) return {};
    const auto now = clock_.now();
    const auto series = numbering.series(now);
    auto last = store::lock_series(tx, series);
    std::vector<store::NewDocument> documents;
    std::vector<Document> numbered;
    for (auto& [document, cause] : drafts) {
        document.number = numbering.number(now, ++last);
        document.issued_at = now;
        const Invoice invoice{InvoiceId::make(), document.kind, document.number, series,
                              document.order,    now,           document.total,  document};
        documents.push_back({invoice, last, cause});
        numbered.push_back(std::move(document));
    }
    store::insert(tx, documents);
    store::take_numbers(tx, series, last);
    return numbered;
}

void Clerk::invoice(Tx& tx, const std::vector<orders::OrderId>& orders) const {
    // Held from here: who waits for it finds what was issued meanwhile.
    store::lock_series(tx, invoices_.series(clock_.now()));
    std::vector<store::Cause> causes;
    for (const auto& order : orders) causes.push_back({order, order.uuid()});
    const auto issued = store::issued(tx, Kind::invoice, causes);
    std::vector<orders::OrderId> open;
    for (const auto& cause : causes)
        if (std::ranges::find(issued, cause) == issued.end() &&
            std::ranges::find(open, cause.order) == open.end())
            open.push_back(cause.order);
    if (open.empty()) return;
    std::vector<Draft> drafts;
    for (const auto& order : orders_.orders_of(open))
        drafts.push_back({draft_invoice(order, config_), order.id.uuid()});
    number(tx, invoices_, std::move(drafts));
    for (const auto& part : store::take_early_refunds(tx, open)) credit(tx, part);
}

void Clerk::correct(Tx& tx, const orders::OrderId& order, const platform::Uuid& edit) const {
    store::lock_series(tx, invoices_.series(clock_.now()));
    if (!store::issued(tx, Kind::invoice, {{order, edit}}).empty()) return;
    const auto documents = store::of_order(tx, order);
    const auto [invoice, credit_notes] = standing_of(documents);
    const auto orders = orders_.orders_of({order});
    if (!invoice || orders.empty()) return;
    auto fresh = draft_invoice(orders.front(), config_);
    // An order may have forgotten who bought it.
    fresh.buyer = invoice->document.buyer;
    fresh.reverse_charge = invoice->document.reverse_charge;
    if (says_the_same(invoice->document, fresh)) return;
    const auto rest = remaining(invoice->document, credit_notes);
    if (rest.amount > 0)
        number(tx, credit_notes_,
               {{draft_credit_note(invoice->document, credit_notes, rest, by_edit,
                                   remaining_lines(invoice->document, credit_notes)),
                 edit}});
    const auto standing = refunds_.standing_refunds_of(order);
    const auto issued = number(tx, invoices_, {{std::move(fresh), edit}}).front();
    if (total_of(standing) == total_of(refunds_.refunds_of(order)))
        carry_over(tx, issued, credit_notes);
    else
        carry_standing(tx, issued, standing);
}

// The edit took out goods that were credited: they are on no invoice any more.
void Clerk::carry_standing(Tx& tx, const Document& invoice,
                           const std::vector<orders::OrderRefund>& refunds) const {
    const auto order = invoice.order;
    std::vector<store::Cause> causes;
    for (const auto& refund : refunds) causes.push_back({order, refund.id.uuid()});
    const auto credited = store::issued(tx, Kind::credit_note, causes);
    std::vector<Document> carried;
    std::vector<Draft> drafts;
    for (const auto& refund : refunds) {
        const store::Cause cause{order, refund.id.uuid()};
        if (std::ranges::find(credited, cause) == credited.end()) continue;
        auto back = going_back(refund);
        back.amount = std::min(back.amount, remaining(invoice, carried).amount);
        if (back.amount <= 0) continue;
        carried.push_back(draft_credit_note(invoice, carried, back, by_edit,
                                            refunded_lines(invoice, carried, refund)));
        drafts.push_back({carried.back(), platform::new_uuid()});
    }
    number(tx, credit_notes_, std::move(drafts));
}

void Clerk::carry_over(Tx& tx, const Document& invoice,
                       const std::vector<Document>& credit_notes) const {
    std::vector<Document> carried;
    std::vector<Draft> drafts;
    for (const auto& note : credit_notes) {
        const auto amount = std::min(note.total.amount, remaining(invoice, carried).amount);
        if (amount <= 0) break;
        carried.push_back(draft_credit_note(invoice, carried, {amount, note.total.currency},
                                            by_edit, carried_lines(invoice, carried, note)));
        drafts.push_back({carried.back(), platform::new_uuid()});
    }
    number(tx, credit_notes_, std::move(drafts));
}

void Clerk::take_back(Tx& tx, const orders::OrderId& order, const std::string& reason) const {
    store::lock_series(tx, credit_notes_.series(clock_.now()));
    const auto cause = order.uuid();
    if (!store::issued(tx, Kind::credit_note, {{order, cause}}).empty()) return;
    const auto documents = store::of_order(tx, order);
    const auto [invoice, credit_notes] = standing_of(documents);
    if (!invoice) return;
    const auto rest = remaining(invoice->document, credit_notes);
    if (rest.amount <= 0) return;
    number(tx, credit_notes_,
           {{draft_credit_note(invoice->document, credit_notes, rest, reason,
                               remaining_lines(invoice->document, credit_notes)),
             cause}});
}

void Clerk::credit(Tx& tx, const payments::PaymentRefunded& part) const {
    store::lock_series(tx, invoices_.series(clock_.now()));
    store::lock_series(tx, credit_notes_.series(clock_.now()));
    const auto refunds = refunds_.refunds_of(part.order);
    const auto refund =
        std::ranges::find_if(refunds, [&](const auto& one) { return part.cause == one.id.uuid(); });
    const bool is_known = refund != refunds.end();
    const auto cause = is_known ? refund->id.uuid() : part.refund.uuid();
    const store::Cause as_part{part.order, part.refund.uuid()};
    // Notes of before bear the part's own id.
    const auto issued = store::issued(tx, Kind::credit_note, {{part.order, cause}, as_part});
    if (std::ranges::find(issued, as_part) != issued.end()) return;
    const auto documents = store::of_order(tx, part.order);
    const auto [invoice, credit_notes] = standing_of(documents);
    if (!invoice) {
        // What goes back of itself is of an order that is given up: no invoice follows.
        if (part.cause) store::keep_early_refund(tx, part);
        return;
    }
    auto back = part.amount;
    auto standing =
        is_known ? refunds_.standing_refunds_of(part.order) : std::vector<orders::OrderRefund>();
    std::erase_if(standing, [&](const auto& one) { return one.id.uuid() != cause; });
    if (is_known) {
        back = going_back(standing.front());
        back.amount -= store::credited(tx, part.order, {cause});
        back.amount = std::min(back.amount, uncredited(refunds, documents));
    }
    back.amount = std::min(back.amount, remaining(invoice->document, credit_notes).amount);
    if (back.amount <= 0) return;
    auto lines = is_known ? refunded_lines(invoice->document, credit_notes, standing.front())
                          : std::vector<Line>{};
    number(tx, credit_notes_,
           {{draft_credit_note(invoice->document, credit_notes, back,
                               is_known ? refund->reason : part.reason, std::move(lines)),
             issued.empty() ? cause : as_part.cause}});
}

}  // namespace kontor::invoices
