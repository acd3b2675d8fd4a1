#include "product_file.hpp"

#include "conversions.hpp"
#include "csv_reader.hpp"
#include "lines.hpp"

#include <fstream>

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

Error refusal(const ImportOptions& options, const std::string& code, const std::string& message) {
    return {ErrorKind::invalid, code, options.file.string() + ": " + message};
}

std::uint64_t position(std::ifstream& file) {
    const auto at = file.tellg();
    return at < 0 ? 0 : static_cast<std::uint64_t>(at);
}

// The reader of the rows, once the heading is known.
Result<RowReader> read_heading(const ImportOptions& options, const CsvRow& row) {
    if (!row.malformed.empty())
        return refusal(options, "import.bad_headings",
                       "the heading cannot be read: " + row.malformed);
    std::vector<std::string> headings;
    for (const auto& field : row.fields) headings.emplace_back(trimmed(field));
    auto map = options.map.empty() ? map_of_headings(headings) : read_import_map(options.map);
    if (!map) return map.error();
    auto bindings = bind_columns(*map, headings);
    if (!bindings) return bindings.error();
    return RowReader(*std::move(bindings), headings.size(), options.currency);
}

Result<> read_csv_file(const ImportOptions& options, std::ifstream& file, const VisitRow& visit) {
    std::optional<Result<RowReader>> reader;
    read_csv(file, [&](const CsvRow& row) {
        if (!reader) {
            reader = read_heading(options, row);
            return reader->has_value();
        }
        if (row.malformed.empty())
            visit((*reader)->read(row.line, row.fields), position(file));
        else
            visit({row.line, {}, {{row.line, "", row.malformed}}}, position(file));
        return true;
    });
    if (!reader) return refusal(options, "import.bad_headings", "the file is empty");
    if (!*reader) return refusal(options, reader->error().code, reader->error().message);
    return {};
}

void read_jsonl_file(std::ifstream& file, const VisitRow& visit) {
    std::string text;
    for (std::uint64_t line = 1;; ++line) {
        read_line(file, text, longest_row_bytes);
        if (text.empty()) return;
        if (text.size() == longest_row_bytes && !text.ends_with('\n'))
            return visit({line, {}, {{line, "", "the line is longer than 1 MiB"}}}, position(file));
        if (!trimmed(text).empty()) visit(read_json_row(line, text), position(file));
    }
}

}  // namespace

Result<> read_product_file(const ImportOptions& options, const VisitRow& visit) {
    std::error_code unknown;
    std::ifstream file(options.file, std::ios::binary);
    if (!file || !std::filesystem::is_regular_file(options.file, unknown))
        return refusal(options, "import.unreadable", "there is no such file, or it cannot be read");
    if (options.format == ImportFormat::csv) return read_csv_file(options, file, visit);
    read_jsonl_file(file, visit);
    return {};
}

}  // namespace kontor::app
