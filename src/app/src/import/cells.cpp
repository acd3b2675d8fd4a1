#include "import/cells.hpp"

#include <csv.h>

namespace kontor::app {

namespace {

constexpr std::string_view escaped = "=+-@\t\r'";

bool needs_quotes(std::string_view cell) {
    constexpr std::string_view blank = " \t";
    if (cell.empty()) return false;
    return cell.find_first_of(",\"\r\n") != cell.npos || blank.find(cell.front()) != blank.npos ||
           blank.find(cell.back()) != blank.npos;
}

void append_quoted(std::string& out, std::string_view cell) {
    const auto before = out.size();
    out.resize(before + 2 * cell.size() + 2);
    out.resize(before +
               csv_write(out.data() + before, out.size() - before, cell.data(), cell.size()));
}

}  // namespace

std::string cell_of_text(std::string_view text) {
    if (!text.empty() && escaped.find(text.front()) == escaped.npos) return std::string(text);
    return std::string("'").append(text);
}

std::optional<std::string> text_of_cell(std::string_view cell) {
    if (cell.empty()) return std::nullopt;
    if (cell.front() == '\'' && (cell.size() == 1 || escaped.find(cell[1]) != escaped.npos))
        cell.remove_prefix(1);
    return std::string(cell);
}

void append_csv_line(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t column = 0; column < cells.size(); ++column) {
        if (column > 0) out += ',';
        if (needs_quotes(cells[column]))
            append_quoted(out, cells[column]);
        else
            out += cells[column];
    }
    out += '\n';
}

}  // namespace kontor::app
