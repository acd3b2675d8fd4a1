#pragma once

#include "orders/module.hpp"
#include "store.hpp"

namespace kontor::orders {

// invalid_transition, with what is due: why nothing of the order may leave, with all its payments;
// none where it may: it stands, the money for it is paid, authorised or comes with the goods, and
// not all of that went back.
std::optional<platform::Error> refusal_to_ship(const store::OrderRow& row,
                                               const std::vector<payments::Payment>& payments);

}  // namespace kontor::orders
