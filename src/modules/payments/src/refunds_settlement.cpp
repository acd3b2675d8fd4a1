#include "payments/events.hpp"
#include "payments/shares.hpp"
#include "platform/telemetry/log.hpp"
#include "settlement.hpp"
#include "stored_value.hpp"

#include <algorithm>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Money;
using platform::Result;
using platform::Tx;

namespace {

Error nothing_to_refund() {
    return {ErrorKind::conflict, "payments.nothing_to_refund",
            "Nothing of this order's payments is left to refund."};
}

Error no_store_credit() {
    return {ErrorKind::invalid, "payments.no_store_credit",
            "A guest has no store credit, nor has who erased their account: refund to the "
            "original payment."};
}

Result<> check(const RefundRequest& request, const std::vector<Refundable>& from) {
    if (from.empty() || request.amount.amount <= 0) return nothing_to_refund();
    std::int64_t left = 0;
    for (const auto& each : from) left += each.left();
    const auto& currency = from.front().payment.currency;
    if (request.amount.currency != currency || request.amount.amount > left)
        return exceeds_captured({left, currency});
    if (request.as_store_credit && !request.customer) return no_store_credit();
    return {};
}

}  // namespace

Error exceeds_captured(const Money& refundable) {
    return {ErrorKind::conflict,
            "payments.refund_exceeds_captured",
            "No more than " + platform::to_text(refundable) +
                " is left to refund of what was paid for this order.",
            {},
            {{"refundable", refundable}}};
}

Result<std::vector<RefundRow>> Settlement::promise(Tx& tx, const RefundRequest& request) const {
    const auto attempts = store::attempts_for_update(tx, request.order);
    auto made = store::refunds_of(tx, request.order);
    std::erase_if(made, [&](const RefundRow& refund) { return refund.cause != request.cause; });
    if (!made.empty()) return made;

    auto from = refundable(attempts, store::promised_back(tx, request.order));
    if (const auto checked = check(request, from); !checked) return checked.error();
    for (const auto& part : divide(from, request.amount.amount, request.tax)) {
        auto& payment = from[part.payment].payment;
        RefundRow refund;
        refund.amount = part.amount;
        refund.tax = part.tax;
        refund.reason = request.reason;
        refund.cause = request.cause;
        if (request.as_store_credit) refund.credited_to = request.customer;
        promise_back(tx, payment, refund);
        made.push_back(std::move(refund));
    }
    return made;
}

void Settlement::promise_rest(Tx& tx, PaymentRow& payment,
                              const std::vector<PromisedBack>& promised,
                              const std::string& reason) const {
    for (const auto& rest : refundable({payment}, promised)) {
        RefundRow refund;
        refund.amount = rest.left();
        refund.tax = tax_of_part({rest.left(), rest.tax_left()}, refund.amount);
        refund.reason = reason;
        promise_back(tx, payment, refund);
    }
}

void Settlement::promise_back(Tx& tx, PaymentRow& payment, RefundRow& refund) const {
    refund.id = RefundId::make();
    refund.payment_id = payment.id;
    refund.currency = payment.currency;
    refund.created_at = refund.next_attempt_at = clock_.now();
    store::insert_refund(tx, refund);
    if (!payment.instrument && !refund.credited_to) return;
    settle_refund(tx, payment, refund);
    refund.status = RefundStatus::settled;
}

void Settlement::settle_refund(Tx& tx, PaymentRow& payment, const RefundRow& refund) const {
    const auto now = clock_.now();
    store::set_refund_status(tx, refund.id, RefundStatus::settled, now);

    const auto before = payment.status;
    payment.refunded += refund.amount;
    if (payment.refunded == payment.captured) payment.status = PaymentStatus::refunded;
    store::update_payment(tx, payment, before, now);

    const StoredValueChange change{StoredValueMovementKind::refunded,
                                   refund.amount,
                                   refund.id.uuid(),
                                   "system",
                                   refund.reason,
                                   now};
    if (refund.credited_to)
        store::credit_customer(tx, *refund.credited_to, refund.currency, change);
    else if (payment.instrument)
        store::move_stored_value(tx, *payment.instrument, change);

    store::insert_ledger_entry(tx, refund_of(payment, refund, now));
    events_.publish(
        tx, PaymentRefunded{payment.id, payment.order_id, refund.id,
                            Money{refund.amount, refund.currency}, refund.reason, refund.cause});
}

void Settlement::refuse_refund(Tx& tx, const PaymentRow& payment, const RefundRow& refund) const {
    store::set_refund_status(tx, refund.id, RefundStatus::failed, clock_.now());
    events_.publish(
        tx, RefundFailed{payment.id, payment.order_id, refund.id,
                         Money{refund.amount, refund.currency}, refund.reason, refund.cause});
    tx.after_commit([id = refund.id.text()] {
        platform::log::error("a provider refuses a refund for good", {{"refund", id}});
    });
}

}  // namespace kontor::payments
