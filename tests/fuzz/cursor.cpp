// Cursors of lists: only what the shop wrote, for the same list, is one.
#include "outside.hpp"

#include "platform/http/cursor.hpp"
#include "platform/json/json.hpp"

// Each line is a key of a row; the last line is a cursor that somebody made up.
void kontor::fuzz::try_bytes(std::string_view bytes) {
    static const platform::http::Cursors cursors("a secret of thirty-two bytes ....");
    std::vector<std::string> lines;
    while (!bytes.empty()) lines.emplace_back(take_line(bytes));
    if (lines.empty()) return;
    const auto made_up = cursors.read("books", lines.back(), 1);
    if (!made_up) require_tellable(made_up.error());
    require(!made_up || lines.back() == cursors.write("books", *made_up),
            "a cursor has one spelling");

    const bool is_text =
        platform::json::read<std::vector<std::string>>(platform::json::write(lines)).has_value();
    const auto written = cursors.write("books", lines);
    const auto read = cursors.read("books", written, lines.size());
    require(read.has_value() == is_text, "what was written is read, where it is text");
    require(!read || *read == lines, "the keys are the same again");
    require(!cursors.read("authors", written, lines.size()), "a cursor is of one list");
    auto changed = written;
    auto& letter = changed[lines.front().size() % changed.size()];
    letter = letter == 'A' ? 'B' : 'A';
    require(!cursors.read("books", changed, lines.size()), "a changed cursor is none");
}
