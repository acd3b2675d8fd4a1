#pragma once

#include <string>

namespace kontor::app {

// "kontor 0.1.0 (bc5ea7f)", without the commit where it was built outside of git.
std::string version();

}  // namespace kontor::app
