#include "settlement.hpp"

#include "payments/events.hpp"
#include "states.hpp"

namespace kontor::payments {

using platform::Money;
using platform::Tx;

void Settlement::apply(Tx& tx, PaymentRow& payment, const Report& report) const {
    if (!moves_on(payment.status, report.status)) return;

    const auto before = std::exchange(payment.status, report.status);
    payment.next_action_url = report.next_action_url;
    payment.refusal = report.refusal;
    if (report.status == PaymentStatus::captured) payment.captured = report.captured.amount;
    store::update_payment(tx, payment, before, clock_.now());

    if (report.status == PaymentStatus::captured) captured(tx, payment);
    if (is_refusal(report.status) && is_open(before))
        events_.publish(
            tx, PaymentDeclined{payment.id, payment.order_id, payment.refusal.value_or("unknown")});
}

void Settlement::captured(Tx& tx, const PaymentRow& payment) const {
    const Money amount{payment.captured, payment.currency};
    store::insert_ledger_entry(tx, {LedgerKind::capture, payment.id.uuid(), payment.id,
                                    "psp_clearing", "customer_payments", amount, clock_.now()});
    events_.publish(tx, PaymentCaptured{payment.id, payment.order_id, amount});
    if (payment.give_back_reason)
        promise_back(tx, payment, payment.captured, *payment.give_back_reason);
}

void Settlement::give_back(Tx& tx, const orders::OrderId& order, const std::string& reason) const {
    for (auto& payment : store::attempts_for_update(tx, order)) {
        if (payment.captured > 0) {
            promise_back(tx, payment, payment.captured - store::promised_back(tx, payment.id),
                         reason);
            continue;
        }
        if (payment.give_back_reason) continue;
        payment.give_back_reason = reason;
        if (payment.status == PaymentStatus::requires_action)
            apply(tx, payment, {.status = PaymentStatus::cancelled, .refusal = reason});
        else
            store::update_payment(tx, payment, payment.status, clock_.now());
    }
}

void Settlement::promise_back(Tx& tx, const PaymentRow& payment, std::int64_t amount,
                              const std::string& reason) const {
    if (amount <= 0) return;
    RefundRow refund;
    refund.id = RefundId::make();
    refund.payment_id = payment.id;
    refund.amount = amount;
    refund.currency = payment.currency;
    refund.reason = reason;
    refund.created_at = refund.next_attempt_at = clock_.now();
    store::insert_refund(tx, refund);
}

void Settlement::settle_refund(Tx& tx, PaymentRow& payment, const RefundRow& refund) const {
    store::set_refund_status(tx, refund.id, RefundStatus::settled);

    const auto before = payment.status;
    payment.refunded += refund.amount;
    if (payment.refunded == payment.captured) payment.status = PaymentStatus::refunded;
    store::update_payment(tx, payment, before, clock_.now());

    const Money amount{refund.amount, refund.currency};
    store::insert_ledger_entry(tx, {LedgerKind::refund, refund.id.uuid(), payment.id, "refunds",
                                    "psp_clearing", amount, clock_.now()});
    events_.publish(
        tx, PaymentRefunded{payment.id, payment.order_id, refund.id, amount, refund.reason});
}

}  // namespace kontor::payments
