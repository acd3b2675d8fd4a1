// The state table of a checkout.
#pragma once

#include "checkout/checkout.hpp"

#include <span>

namespace kontor::checkout {

std::span<const CheckoutStatus> allowed_after(CheckoutStatus from);

// Refuses invalid_transition (conflict) with details from, to and allowed.
platform::Result<> check_transition(CheckoutStatus from, CheckoutStatus to);

// The only way in which a checkout gets into another state. Refuses as check_transition() does, and
// nothing where it is there already.
platform::Result<> enter(CheckoutStatus& status, CheckoutStatus to);

}  // namespace kontor::checkout
