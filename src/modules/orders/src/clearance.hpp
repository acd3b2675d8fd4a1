#pragma once

#include "orders/module.hpp"

namespace kontor::orders {

// invalid_transition, with what is due.
platform::Error not_to_be_shipped(const Order& order, const platform::Money& due);

}  // namespace kontor::orders
