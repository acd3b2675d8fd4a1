#pragma once

#include <string_view>

namespace kontor::auth {

// Both are for text in lower case.

// One of the six thousand that were found most often where passwords had been stolen, or of those
// that were used most lately.
bool is_found_often(std::string_view text);

// A word or name of a built-in list of what people take for a password.
bool is_common_word(std::string_view text);

// Part of a run along the keyboard, the digits or the alphabet, in either direction.
bool is_common_run(std::string_view text);

}  // namespace kontor::auth
