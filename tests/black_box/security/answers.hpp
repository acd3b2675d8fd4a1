// Whether what is answered is what the shop's contract declares.
#pragma once

#include "contract.hpp"

namespace kontor::test {

// Checks that the answer has no member that the contract does not declare for it.
void check_members(const Operation& operation, const Answer& answer);
void check_members(const std::string& operation, const Answer& answer);

// The operations whose success was checked.
const std::set<std::string>& checked_operations();

}  // namespace kontor::test
