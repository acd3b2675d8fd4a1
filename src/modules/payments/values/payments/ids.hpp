#pragma once

#include "platform/core/id.hpp"

namespace kontor::payments {

using PaymentId = platform::Id<"pay">;
using RefundId = platform::Id<"ref">;
using PaymentMethodId = platform::Id<"pmt">;

}  // namespace kontor::payments
