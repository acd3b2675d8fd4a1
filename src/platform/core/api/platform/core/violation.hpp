#pragma once

#include "platform/core/describe.hpp"

#include <string>

namespace kontor::platform {

// An invariant that does not hold, as `kontor doctor` reports it.
struct Violation {
    std::string invariant;  // "S2 stock is conserved"
    std::string subject;    // the id of what is wrong
    std::string detail;     // what was expected and what was found
};
BOOST_DESCRIBE_STRUCT(Violation, (), (invariant, subject, detail))

}  // namespace kontor::platform
