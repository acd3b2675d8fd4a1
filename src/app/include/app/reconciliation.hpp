#pragma once

#include "app/wiring.hpp"
#include "payments/reconciliation.hpp"

#include <vector>

namespace kontor::app {

// Every difference between what providers, payments, ledger and orders say of the payments of a
// period; of orders by the time of their last change. Asks the providers, changes nothing.
std::vector<payments::Difference> reconcile(Modules& modules, const payments::Period& period,
                                            platform::Time now);

}  // namespace kontor::app
