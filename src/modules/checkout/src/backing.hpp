// What stands behind an order when it is placed.
#pragma once

#include "orders/orders.hpp"
#include "payments/payments.hpp"

#include <variant>

namespace kontor::checkout {

// What a provider was asked for, beside what may be tendered; or what is tendered for all of it.
using Backing = std::variant<payments::Charged, orders::Funding>;

// The customer has paid or is bound to.
bool is_binding(payments::PaymentStatus status);

orders::Funding funding_of(const payments::Payment& payment, std::int64_t tendered);

// payment_declined
platform::Error declined(const payments::Payment& payment);

}  // namespace kontor::checkout
