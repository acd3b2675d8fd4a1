#include "settlement.hpp"

#include "orders/events.hpp"
#include "payments/events.hpp"
#include "payments/shares.hpp"
#include "states.hpp"

#include <algorithm>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Money;
using platform::Result;
using platform::Tx;

namespace {

// By a provider, for us to take.
bool is_held(const PaymentRow& payment) {
    return payment.status == PaymentStatus::authorized && !payment.instrument &&
           !payment.give_back_reason;
}

// For the customer, or for money that comes past the shop.
bool is_waiting(const PaymentRow& payment) {
    const bool waits = payment.status == PaymentStatus::requires_action ||
                       payment.status == PaymentStatus::awaited;
    return waits && !payment.instrument && !payment.give_back_reason;
}

// Its order stands: what comes in all the same is counted, and goes back as far as it is too much.
bool is_given_up_by_edit(const PaymentRow& payment) {
    return payment.give_back_reason == orders::OrderEdited::refund_reason;
}

Error capture_under_way() {
    return {ErrorKind::conflict,
            "payments.capture_under_way",
            "The payment of this order is being captured. Try again shortly.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

// Its charge, for the first time or once more because nobody knows whether there is one.
bool may_be_sent(const PaymentRow& payment) {
    return !payment.reference && (payment.status == PaymentStatus::created ||
                                  payment.status == PaymentStatus::processing);
}

void advance(PaymentRow& payment, const Report& report, platform::Time now) {
    payment.status = report.status;
    // What is over stays known, for whoever asks how it stood then.
    if (report.next_action_url) payment.next_action_url = report.next_action_url;
    payment.refusal = report.refusal;
    if (report.ask_at) payment.ask_at = *report.ask_at;
    if (report.status == PaymentStatus::authorized) payment.authorized = report.authorized.amount;
    if (report.status == PaymentStatus::captured) {
        payment.captured = report.captured.amount;
        payment.captured_at = now;
    }
}

}  // namespace

PaymentRow reported(PaymentRow payment, const Report& report, platform::Time now) {
    if (!payment.reference && !report.reference.empty()) payment.reference = report.reference;
    if (moves_on(payment.status, report.status)) advance(payment, report, now);
    if (!may_be_sent(payment)) payment.token.reset();
    return payment;
}

void Settlement::apply(Tx& tx, PaymentRow& payment, const Report& report) const {
    const auto before = payment.status;
    const bool moves = moves_on(before, report.status);
    const bool names_it = !payment.reference && !report.reference.empty();
    payment = reported(std::move(payment), report, clock_.now());
    if (moves || names_it) store::update_payment(tx, payment, before, clock_.now());
    if (moves) announce(tx, payment, report, before);
    const bool is_begun = moves && before == PaymentStatus::created && !is_refusal(payment.status);
    if (is_begun && payment.additional) end_awaited(tx, payment);
    if (report.refunded > 0 && payment.captured > 0)
        refunded_elsewhere(tx, payment, report.refunded);
}

void Settlement::announce(Tx& tx, PaymentRow& payment, const Report& report,
                          PaymentStatus before) const {
    if (report.status == PaymentStatus::captured) captured(tx, payment, report.actor);
    if (report.status == PaymentStatus::authorized)
        events_.publish(tx, PaymentAuthorized{payment.id, payment.order_id,
                                              Money{payment.authorized, payment.currency}});
    // Whoever gave it up knows.
    const bool is_given_up = report.status == PaymentStatus::cancelled && payment.give_back_reason;
    if (is_refusal(report.status) && is_open(before) && !is_given_up)
        events_.publish(
            tx, PaymentDeclined{payment.id, payment.order_id, payment.refusal.value_or("unknown")});
}

void Settlement::captured(Tx& tx, PaymentRow& payment,
                          const std::optional<std::string>& actor) const {
    store::insert_ledger_entry(tx, capture_of(payment, clock_.now()));
    events_.publish(tx, PaymentCaptured{payment.id, payment.order_id,
                                        Money{payment.captured, payment.currency}, actor});
    if (payment.give_back_reason && !is_given_up_by_edit(payment))
        promise_rest(tx, payment, {}, *payment.give_back_reason);
}

// What we did not ask for was done by hand, in the provider's own books.
void Settlement::refunded_elsewhere(Tx& tx, PaymentRow& payment, std::int64_t in_all) const {
    const auto more = in_all - store::sent_back(tx, payment.id);
    const auto from = refundable({payment}, store::promised_back(tx, payment.order_id));
    if (more <= 0 || from.empty()) return;
    for (const auto& part : divide(from, std::min(more, from.front().left()), {})) {
        RefundRow refund;
        refund.amount = part.amount;
        refund.tax = part.tax;
        refund.reason = "refunded_at_provider";
        refund.cause = platform::new_uuid();
        promise_back(tx, payment, refund);
        settle_refund(tx, payment, refund);
    }
}

Result<Money> Settlement::aim_capture(Tx& tx, const orders::OrderId& order, const Money& amount,
                                      std::int64_t tax) const {
    auto waiting = store::attempts_for_update(tx, order);
    auto payments = waiting;
    std::erase_if(payments, [](const PaymentRow& payment) { return !is_held(payment); });
    std::erase_if(waiting, [](const PaymentRow& payment) { return !is_waiting(payment); });
    if (std::ranges::any_of(payments, &PaymentRow::capture_asked)) return capture_under_way();
    std::int64_t aimed = 0;
    for (auto& payment : payments) {
        const auto part = std::min(payment.amount, amount.amount - aimed);
        if (part <= 0) {
            payment.give_back_reason = orders::OrderEdited::refund_reason;
            payment.ask_at = clock_.now();
            store::update_payment(tx, payment, payment.status, clock_.now());
            continue;
        }
        payment.to_capture = part;
        payment.tax = next_share(tax, aimed, part, amount.amount);
        store::aim_capture(tx, payment);
        aimed += part;
    }
    const auto rest = amount.amount - aimed;
    for (auto& payment : waiting)
        follow(tx, payment, {rest, next_share(tax, aimed, rest, amount.amount)});
    return Money{aimed, amount.currency};
}

void Settlement::follow(Tx& tx, PaymentRow& payment, const Taxed& due) const {
    if (payment.status == PaymentStatus::awaited && due.amount > 0) {
        const auto before = payment.amount;
        payment.amount = due.amount;
        payment.tax = due.tax;
        if (before != due.amount) store::change_amount(tx, payment, before, clock_.now());
        return;
    }
    if (payment.amount <= due.amount) return;
    const std::string reason(orders::OrderEdited::refund_reason);
    payment.give_back_reason = reason;
    if (payment.status == PaymentStatus::awaited)
        return apply(tx, payment, {.status = PaymentStatus::cancelled, .refusal = reason});
    payment.ask_at = clock_.now();
    store::update_payment(tx, payment, payment.status, clock_.now());
}

void Settlement::end_awaited(Tx& tx, const PaymentRow& replacement) const {
    const std::string reason = "paid_otherwise";
    for (auto& payment : store::attempts_for_update(tx, replacement.order_id)) {
        if (payment.id == replacement.id || payment.status != PaymentStatus::awaited) continue;
        payment.give_back_reason = reason;
        apply(tx, payment, {.status = PaymentStatus::cancelled, .refusal = reason});
    }
}

std::vector<PaymentRow> Settlement::ask_for_capture(Tx& tx, const orders::OrderId& order) const {
    auto payments = store::attempts_for_update(tx, order);
    std::erase_if(payments, [](const PaymentRow& payment) { return !is_held(payment); });
    for (auto& payment : payments) {
        payment.capture_asked = true;
        payment.ask_at = clock_.now();
        store::update_payment(tx, payment, payment.status, clock_.now());
    }
    return payments;
}

void Settlement::overdue(Tx& tx, const PaymentRow& payment) const {
    events_.publish(tx, PaymentOverdue{payment.id, payment.order_id});
}

void Settlement::give_back(Tx& tx, const orders::OrderId& order, const std::string& reason) const {
    auto payments = store::attempts_for_update(tx, order);
    const auto promised = store::promised_back(tx, order);
    for (auto& payment : payments) {
        if (payment.captured > 0) {
            promise_rest(tx, payment, promised, reason);
            continue;
        }
        if (payment.instrument) {
            release_tender(tx, payment);
            continue;
        }
        if (payment.give_back_reason && !is_given_up_by_edit(payment)) continue;
        payment.give_back_reason = reason;
        if (payment.status == PaymentStatus::awaited) {
            apply(tx, payment, {.status = PaymentStatus::cancelled, .refusal = reason});
            continue;
        }
        payment.ask_at = clock_.now();
        store::update_payment(tx, payment, payment.status, clock_.now());
    }
}

}  // namespace kontor::payments
