#pragma once

#include "platform/core/id.hpp"

namespace kontor::payments {

struct PaymentTag {
    static constexpr std::string_view prefix = "pay";
};
using PaymentId = platform::Id<PaymentTag>;

struct RefundTag {
    static constexpr std::string_view prefix = "ref";
};
using RefundId = platform::Id<RefundTag>;

}  // namespace kontor::payments
