// Refunds as they are kept, and how one is divided among the payments of an order.
#pragma once

#include "payments/refund_desk.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::payments {

struct RefundRow {
    RefundId id;
    PaymentId payment_id;
    std::int64_t amount = 0;
    platform::Currency currency;
    std::string reason;
    RefundStatus status = RefundStatus::pending;
    int attempts = 0;
    platform::Time next_attempt_at;
    platform::Time created_at;
    std::optional<platform::Uuid> cause{};
    std::int64_t tax = 0;  // the part of the amount
    std::optional<auth::UserId> credited_to{};
    int retried = 0;
};
BOOST_DESCRIBE_STRUCT(RefundRow, (),
                      (id, payment_id, amount, currency, reason, status, attempts, next_attempt_at,
                       created_at, cause, tax, credited_to, retried))

// What is pending or settled of a payment's refunds.
struct PromisedBack {
    PaymentId payment;
    std::int64_t amount = 0;
    std::int64_t tax = 0;
};
BOOST_DESCRIBE_STRUCT(PromisedBack, (), (payment, amount, tax))

// A payment that was captured, and what of it is not yet promised back.
struct Refundable {
    PaymentRow payment;
    PromisedBack promised;
    std::int64_t left() const { return payment.captured - promised.amount; }
    std::int64_t tax_left() const { return std::min(payment.tax, payment.captured) - promised.tax; }
};

// Those with something left, the one captured last first; of those captured at one time, stored
// value first.
std::vector<Refundable> refundable(const std::vector<PaymentRow>& payments,
                                   const std::vector<PromisedBack>& promised);

// Refuses payments.refund_exceeds_captured with what is left.
platform::Error exceeds_captured(const platform::Money& refundable);

struct Part {
    std::size_t payment = 0;  // among those refundable
    std::int64_t amount = 0;
    std::int64_t tax = 0;
};

// Divides an amount, at most what is left of all, in their order. tax: the part of it that is tax;
// in proportion to each payment's where absent, so that all of a payment gives back all of its tax.
std::vector<Part> divide(const std::vector<Refundable>& from, std::int64_t amount,
                         std::optional<std::int64_t> tax);

}  // namespace kontor::payments

namespace kontor::payments::store {

std::vector<PromisedBack> promised_back(platform::Reader& reader, const orders::OrderId& order);
// Of the payment by its provider: pending or settled.
std::int64_t sent_back(platform::Reader& reader, const PaymentId& payment);
// Nothing where the payment has a refund of this cause already, or, without one, for this reason.
void insert_refund(platform::Tx& tx, const RefundRow& refund);
std::vector<RefundRow> refunds_due(platform::Reader& reader, platform::Time now);
std::vector<RefundRow> pending_refunds_of(platform::Reader& reader, const orders::OrderId& order);
// Oldest first. until: as they stood then.
std::vector<RefundRow> refunds_of(platform::Reader& reader, const orders::OrderId& order,
                                  std::optional<platform::Time> until = {});
std::optional<RefundRow> refund(platform::Reader& reader, const RefundId& id);
// Newest first.
std::vector<RefundRecord> refund_page(platform::Reader& reader, const RefundFilter& filter);
std::optional<RefundRecord> refund_record(platform::Reader& reader, const RefundId& id);
// Reasons that are no codes are somebody's words, and may be about the customer.
void forget_reasons(platform::Tx& tx, const orders::OrderId& order);
// It is pending again, and to be sent now.
void retry_refund(platform::Tx& tx, const RefundId& id, platform::Time now);
void count_refund_attempt(platform::Tx& tx, const RefundRow& refund);
void set_refund_status(platform::Tx& tx, const RefundId& id, RefundStatus status,
                       platform::Time now);

}  // namespace kontor::payments::store
