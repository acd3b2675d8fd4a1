#pragma once

#include "platform/core/id.hpp"

namespace kontor::payments {

using PaymentId = platform::Id<"pay">;
using RefundId = platform::Id<"ref">;

}  // namespace kontor::payments
