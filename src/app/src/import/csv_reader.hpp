#pragma once

#include "import/line_reader.hpp"

#include <functional>
#include <string>
#include <vector>

namespace kontor::app {

// A row that is longer ends the reading: most often a quote was left open.
inline constexpr std::size_t longest_row_bytes = std::size_t{8} << 20;
inline constexpr std::size_t most_columns = 10'000;

struct CsvRow {
    std::uint64_t line = 0;  // where it begins, counted from 1
    std::vector<std::string> fields;
    std::string malformed;  // why fields says nothing, or empty
};

// RFC 4180: commas, fields in double quotes where needed, lines ending with CRLF or LF. Blank lines
// and a byte order mark are left out. Reads until visit answers false.
void read_csv(LineReader& file, const std::function<bool(CsvRow)>& visit);

}  // namespace kontor::app
