#pragma once

#include "platform/db/migrations.hpp"

#include <vector>

namespace kontor::app {

// The migrations that this program was built with, in the order of the modules.
std::vector<platform::Migration> embedded_migrations();

}  // namespace kontor::app
