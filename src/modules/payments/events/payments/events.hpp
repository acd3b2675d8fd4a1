#pragma once

#include "orders/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"

#include <optional>
#include <string>

namespace kontor::payments {

// The money is reserved for us until it is captured or cancelled.
struct PaymentAuthorized {
    static constexpr std::string_view name = "payments.payment_authorized.v1";
    PaymentId payment;
    orders::OrderId order;
    platform::Money amount;
};
BOOST_DESCRIBE_STRUCT(PaymentAuthorized, (), (payment, order, amount))

// The money is ours.
struct PaymentCaptured {
    static constexpr std::string_view name = "payments.payment_captured.v1";
    PaymentId payment;
    orders::OrderId order;
    platform::Money amount;
    std::optional<std::string> actor{};  // who asked for it or recorded it, as in the timeline
};
BOOST_DESCRIBE_STRUCT(PaymentCaptured, (), (payment, order, amount, actor))

// A transfer that was awaited has not come by its day. Told once a day until the order is paid or
// cancelled.
struct PaymentOverdue {
    static constexpr std::string_view name = "payments.payment_overdue.v1";
    PaymentId payment;
    orders::OrderId order;
};
BOOST_DESCRIBE_STRUCT(PaymentOverdue, (), (payment, order))

// Refused for good, or known never to have happened; of an authorised one: lost.
struct PaymentDeclined {
    static constexpr std::string_view name = "payments.payment_declined.v1";
    PaymentId payment;
    orders::OrderId order;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PaymentDeclined, (), (payment, order, reason))

struct PaymentRefunded {
    static constexpr std::string_view name = "payments.payment_refunded.v1";
    PaymentId payment;
    orders::OrderId order;
    RefundId refund;
    platform::Money amount;
    std::string reason;
    std::optional<platform::Uuid> cause{};  // the request that it is a part of
};
BOOST_DESCRIBE_STRUCT(PaymentRefunded, (), (payment, order, refund, amount, reason, cause))

// A provider refuses for good to give this back.
struct RefundFailed {
    static constexpr std::string_view name = "payments.refund_failed.v1";
    PaymentId payment;
    orders::OrderId order;
    RefundId refund;
    platform::Money amount;
    std::string reason;
    std::optional<platform::Uuid> cause{};  // the request it answers
};
BOOST_DESCRIBE_STRUCT(RefundFailed, (), (payment, order, refund, amount, reason, cause))

}  // namespace kontor::payments
