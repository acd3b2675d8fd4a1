// Pages from lines of Pango markup. A line with tabs is a row of a table. A line that begins with
// '@' says how:
//     @columns 46 8r 23r 23r   widths in hundredths, l, c or r for where the text stands
//     @rule                    a line across
//     @space 12                so many points of nothing
//     @footer <markup>         at the foot of every page, with its number
// Everything else is a paragraph.
#pragma once

#include "platform/core/time.hpp"

#include <string>

namespace kontor::invoices {

// The same text gives the same bytes. Markup that cannot be read is shown as it is. Throws
// std::runtime_error where the libraries fail.
std::string pdf_of(const std::string& text, const std::string& title, platform::Time made_at);

}  // namespace kontor::invoices
