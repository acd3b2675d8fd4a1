// Text that is written where there is one line for it: names, streets, telephone numbers, subjects.
#pragma once

#include "platform/core/constrained.hpp"

namespace kontor::platform {

// The text with line breaks and tabs as one blank each run, and none at its ends. Valid UTF-8.
std::string without_breaks(std::string_view utf8);

// Text of one line. Breaks in it become blanks, as in the fields of browsers: whoever pastes two
// lines is understood, and what was kept before can still be read.
template <std::size_t Min, std::size_t Max>
struct LineRule : TextRule<Min, Max> {
    static bool normalise(std::string& text) {
        if (!is_plain_text(text, Min, Max)) return false;
        text = without_breaks(text);
        return count_characters(text) >= Min;
    }
    static std::string rule() {
        return "text of " + std::to_string(Min) + " to " + std::to_string(Max) +
               " characters in one line, without control characters";
    }
};
template <std::size_t Min, std::size_t Max>
using Line = ConstrainedText<LineRule<Min, Max>>;

}  // namespace kontor::platform
