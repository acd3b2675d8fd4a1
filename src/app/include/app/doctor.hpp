#pragma once

#include "app/wiring.hpp"
#include "platform/core/violation.hpp"

#include <vector>

namespace kontor::app {

// Every invariant that can be checked from inside, by module and across modules: stock, money,
// orders, events. Reads everything; takes as long as there is data, changes nothing. Of an order
// that changed in the two minutes before now, money may still be on its way.
std::vector<platform::Violation> examine(Modules& modules, platform::Time now);

}  // namespace kontor::app
