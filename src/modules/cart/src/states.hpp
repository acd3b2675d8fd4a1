// The state table of a cart.
#pragma once

#include "cart/cart.hpp"

#include <span>

namespace kontor::cart {

std::span<const CartStatus> allowed_after(CartStatus from);

// Refuses invalid_transition (conflict) with details from, to and allowed.
platform::Result<> check_transition(CartStatus from, CartStatus to);

}  // namespace kontor::cart
