#pragma once

#include "app/configuration.hpp"

#include <filesystem>

namespace kontor::app {

// Whether keys fit together, and addresses are ones that a browser, an app or a mail server is
// found at. Throws std::invalid_argument, which names the key and says how it is written.
void check(const Configuration& configuration);

// What no file can tell: whether this machine has what the configuration counts on, with the data
// in this directory. Throws std::invalid_argument.
void check_environment(const Configuration& configuration,
                       const std::filesystem::path& data_directory);

}  // namespace kontor::app
