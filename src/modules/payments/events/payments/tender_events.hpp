#pragma once

#include "orders/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"

#include <string_view>

namespace kontor::payments {

// A gift card or store credit has paid its part of an order: with its placing, of which
// PaymentCaptured does not tell.
struct TenderCaptured {
    static constexpr std::string_view name = "payments.tender_captured.v1";
    PaymentId payment;
    orders::OrderId order;
    platform::Money amount;
};
BOOST_DESCRIBE_STRUCT(TenderCaptured, (), (payment, order, amount))

}  // namespace kontor::payments
