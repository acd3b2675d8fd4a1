// The books of the buyers against the books of the shop.
#pragma once

#include "buyers.hpp"
#include "report.hpp"

namespace kontor::chaos {

// Waits until the shop has nothing left to do, and compares: the orders that buyers were told of
// with those that they get shown, with the shop's orders, the payment provider's and the shop's
// money, shipments, mails and stock, and asks the doctor.
void audit(const Shop& shop, const std::vector<Purchase>& purchases, Adventures& adventures,
           Report& report);

}  // namespace kontor::chaos
