#pragma once

#include "payments/payments.hpp"

#include <span>

namespace kontor::payments {

// The states of a payment have an order, and a report only ever moves it to a later one: whatever
// comes late, twice or out of turn, the end is the same. Captured stands behind every refusal,
// because money that has moved is never denied.
bool moves_on(PaymentStatus from, PaymentStatus to);

// The outcome is not known yet: the provider has to be asked.
bool is_open(PaymentStatus status);

// What a person may make of it by saying so.
std::span<const PaymentStatus> allowed_by_hand(PaymentStatus from);

// No money moved, for all that is known.
bool is_refusal(PaymentStatus status);

}  // namespace kontor::payments
