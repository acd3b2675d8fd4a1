#pragma once

#include "platform/core/result.hpp"

#include <string>
#include <string_view>

namespace kontor::payments {

// Has 13 to 19 digits of any script in a row that pass the check of ISO/IEC 7812, blanks and
// hyphens of any kind between them not counting.
bool looks_like_card_number(std::string_view text);

platform::Error card_number_given(const std::string& pointer);

}  // namespace kontor::payments
