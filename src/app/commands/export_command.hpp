#pragma once

#include "commands/command_line.hpp"

namespace kontor::app {

void add_export_command(CLI::App& app, Global& global, Chosen& chosen);

}  // namespace kontor::app
