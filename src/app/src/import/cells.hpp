// The texts in the cells of a CSV file, so that a spreadsheet neither runs nor loses them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::app {

// A text that begins with = + - @, a tab, a carriage return or an apostrophe gets an apostrophe
// before it, and the empty text is an apostrophe alone: an empty cell says that there is no text.
std::string cell_of_text(std::string_view text);

// The same back. An apostrophe before anything else belongs to the text.
std::optional<std::string> text_of_cell(std::string_view cell);

// Appends the cells as a line, each in quotes where it must be.
void append_csv_line(std::string& out, const std::vector<std::string>& cells);

}  // namespace kontor::app
