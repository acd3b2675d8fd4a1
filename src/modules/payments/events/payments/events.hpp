#pragma once

#include "orders/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"

#include <string>

namespace kontor::payments {

// The money is ours.
struct PaymentCaptured {
    static constexpr std::string_view name = "payments.payment_captured.v1";
    PaymentId payment;
    orders::OrderId order;
    platform::Money amount;
};
BOOST_DESCRIBE_STRUCT(PaymentCaptured, (), (payment, order, amount))

// Refused for good, or known never to have happened.
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
};
BOOST_DESCRIBE_STRUCT(PaymentRefunded, (), (payment, order, refund, amount, reason))

}  // namespace kontor::payments
