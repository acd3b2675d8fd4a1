#include "import/record_file.hpp"

#include "import/conversions.hpp"

#include "platform/core/constrained.hpp"

#include <iostream>

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

constexpr std::size_t longest_heading = 200;

// The line of the variant that the pointer leads to, or the first.
std::uint64_t line_of(const std::vector<std::uint64_t>& lines, const std::string& pointer) {
    const auto path = split_pointer(pointer);
    if (path.size() < 2 || path[0] != "variants") return lines.front();
    const auto index = parse_whole(path[1]);
    if (!index || *index < 0 || static_cast<std::size_t>(*index) >= lines.size())
        return lines.front();
    return lines[static_cast<std::size_t>(*index)];
}

}  // namespace

Error RecordFile::refusal(const std::string& code, const std::string& message) const {
    const auto name = options_.file == standard_stream ? "standard input" : options_.file.string();
    return {ErrorKind::invalid, code, name + ": " + message};
}

Result<> RecordFile::open() {
    if (options_.file == standard_stream) {
        stream_ = &std::cin;
        return {};
    }
    std::error_code unknown;
    if (std::filesystem::is_directory(options_.file, unknown))
        return refusal("import.unreadable", "is a directory; name a file");
    file_ = std::ifstream(options_.file, std::ios::binary);
    if (!file_) return refusal("import.unreadable", "there is no such file, or it cannot be read");
    stream_ = &file_;
    return {};
}

std::vector<RowProblem> RecordFile::problems_of(const std::vector<std::uint64_t>& lines,
                                                const boost::json::object& document,
                                                const Error& error) const {
    if (error.problems.empty()) return {{lines.front(), "", error.message}};
    const bool is_of_the_shop = error.code != "json.invalid" && error.code != "json.malformed";
    std::vector<RowProblem> problems;
    for (const auto& problem : error.problems) {
        const auto column =
            sheet_ ? sheet_->heading_of(problem.pointer, document) : problem.pointer;
        auto reason = is_of_the_shop && problems.empty() ? error.message : problem.detail;
        if (sheet_ && problem.code == "required") reason = "is empty";
        problems.push_back({line_of(lines, problem.pointer), column, std::move(reason)});
    }
    return problems;
}

// The sheet, once the heading is known.
Result<> RecordFile::read_heading(const CsvRow& row) {
    if (!row.malformed.empty())
        return refusal("import.bad_headings", "the heading cannot be read: " + row.malformed);
    for (const auto& heading : row.fields)
        if (!platform::is_plain_text(heading, 0, longest_heading))
            return refusal("import.bad_headings",
                           "the heading is not text in UTF-8; is this a CSV file?");
    auto map = options_.map.empty() ? map_of_headings(options_.subject, row.fields)
                                    : read_import_map(options_.subject, options_.map);
    if (!map) return refusal(map.error().code, map.error().message);
    auto bindings = bind_columns(options_.subject, *map, row.fields);
    if (!bindings) return refusal(bindings.error().code, bindings.error().message);
    for (const auto& binding : *bindings) covered_->add(binding.target.path);
    sheet_.emplace(options_.subject, *std::move(bindings), row.fields.size(), options_.currency);
    return {};
}

Result<> RecordFile::read_csv_file(const VisitEntry& visit) {
    if (auto opened = open(); !opened) return opened;
    LineReader lines(*stream_);
    sheet_.reset();
    Result<> heading = refusal("import.bad_headings", "the file is empty");
    const auto pass_on = [&](Entry entry) { visit(std::move(entry), lines.bytes()); };
    read_csv(lines, [&](const CsvRow& row) {
        if (!sheet_) {
            heading = read_heading(row);
            return heading.has_value();
        }
        if (row.malformed.empty())
            sheet_->add(row.line, row.fields, pass_on);
        else
            sheet_->add_malformed(row.line, row.malformed, pass_on);
        return true;
    });
    if (sheet_) sheet_->finish(pass_on);
    return heading;
}

Result<> RecordFile::read_lines(const VisitLine& visit) {
    if (auto opened = open(); !opened) return opened;
    LineReader lines(*stream_);
    std::string text, rest;
    for (std::uint64_t line = 1;; ++line) {
        lines.read(text, longest_row_bytes);
        if (text.empty()) return {};
        if (text.size() == longest_row_bytes && !text.ends_with('\n')) {
            do lines.read(rest, longest_row_bytes);
            while (!rest.empty() && !rest.ends_with('\n'));
            visit(line, {}, "the line is longer than 8 MiB", lines.bytes());
            continue;
        }
        if (line == 1 && text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
        if (!trimmed(text).empty()) {
            visit(line, text, {}, lines.bytes());
        }
    }
}

}  // namespace kontor::app
