#pragma once

#include "app/wiring.hpp"

namespace kontor::app {

// Fills the catalogue with the demo goods when it is empty.
void stock_demo_shop(Modules& modules);

}  // namespace kontor::app
