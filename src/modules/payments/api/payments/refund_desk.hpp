#pragma once

#include "payments/payments.hpp"

namespace kontor::payments {

// What goes back of one payment, for staff.
struct RefundRecord {
    RefundId id;
    orders::OrderId order_id;
    PaymentId payment_id;
    std::string provider;
    platform::Money amount;
    std::string reason;
    RefundStatus status = RefundStatus::pending;
    bool as_store_credit = false;
    int attempts = 0;  // how often the provider was asked
    platform::Time created_at;
    std::optional<platform::Time> decided_at;
};
BOOST_DESCRIBE_STRUCT(RefundRecord, (),
                      (id, order_id, payment_id, provider, amount, reason, status, as_store_credit,
                       attempts, created_at, decided_at))

struct RefundFilter {
    std::optional<RefundStatus> status{};
    std::optional<RefundId> after{};  // newest first; the last refund of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(RefundFilter, (), (status, after, limit))

// Refunds of all orders, and what failed of them. Thread-safe.
class RefundDesk {
public:
    virtual ~RefundDesk() = default;

    virtual std::vector<RefundRecord> list(const RefundFilter& filter) = 0;
    // Refuses payments.no_such_refund (not_found).
    virtual platform::Result<RefundRecord> refund(const RefundId& id) = 0;
    // failed -> pending, under a key that the provider has not seen; again while it is pending:
    // nothing more. Calls no provider, so that it may join a transaction of several: the caller
    // sends it (Payments::send_refunds), or the job does. Refuses payments.no_such_refund,
    // invalid_transition, payments.refund_exceeds_captured (conflict): the money went back in
    // another way since.
    virtual platform::Result<RefundRecord> retry(const RefundId& id) = 0;
};

}  // namespace kontor::payments
