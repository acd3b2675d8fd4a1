#pragma once

#include "app/wiring.hpp"

namespace kontor::app {

// Counts what customers are worth anew, as orders, payments and returns know it. What changed
// within two minutes is left out: its facts are on their way. The shop may be open. How many
// purchases.
std::size_t rebuild_purchases(Modules& modules, platform::Time now);

}  // namespace kontor::app
