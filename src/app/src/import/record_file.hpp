// Reads a file record by record, whatever its format.
#pragma once

#include "import/csv_reader.hpp"
#include "import/sheet.hpp"
#include "import/standing.hpp"

#include "platform/json/json.hpp"

#include <fstream>

namespace kontor::app {

template <class T>
struct Record {
    std::vector<std::uint64_t> lines;  // as of Entry
    std::optional<T> value;            // or why not:
    std::vector<RowProblem> problems;
};

class RecordFile {
public:
    // covered: where to note of what the columns of a CSV file speak.
    RecordFile(const ImportOptions& options, std::shared_ptr<CoveredParts> covered)
        : options_(options), covered_(std::move(covered)) {}

    // Shows every record, good or bad, in order; bytes: read up to its end, more or less. Refuses
    // what import_file() refuses, before the first record.
    template <class T>
    platform::Result<> read(
        const std::function<void(Record<T> record, std::uint64_t bytes)>& visit) {
        if (options_.format == FileFormat::csv)
            return read_csv_file([&](Entry entry, std::uint64_t bytes) {
                visit(record_of<T>(std::move(entry)), bytes);
            });
        return read_lines([&](std::uint64_t line, const std::string& text, const std::string& why,
                              std::uint64_t bytes) {
            visit(why.empty() ? record_of<T>(line, text) : Record<T>{{line}, {}, {{line, "", why}}},
                  bytes);
        });
    }

    // What the shop has against a record, said of the columns of the file.
    template <class T>
    std::vector<RowProblem> complaints(const std::vector<std::uint64_t>& lines, const T& value,
                                       const platform::Error& error) const {
        boost::json::object document;
        if (sheet_ && !error.problems.empty())
            document =
                platform::json::read<boost::json::object>(platform::json::write(value)).value();
        return problems_of(lines, document, error);
    }

private:
    using VisitEntry = std::function<void(Entry, std::uint64_t)>;
    using VisitLine = std::function<void(std::uint64_t line, const std::string& text,
                                         const std::string& why, std::uint64_t bytes)>;

    template <class T>
    Record<T> record_of(Entry entry) const {
        Record<T> record{std::move(entry.lines), {}, std::move(entry.problems)};
        if (!record.problems.empty()) return record;
        auto value = platform::json::from_value<T>(entry.document);
        if (value)
            record.value = *std::move(value);
        else
            record.problems = problems_of(record.lines, entry.document, value.error());
        return record;
    }

    template <class T>
    Record<T> record_of(std::uint64_t line, const std::string& text) const {
        Record<T> record{{line}, {}, {}};
        auto value = platform::json::read<T>(text);
        if (value)
            record.value = *std::move(value);
        else
            record.problems = problems_of(record.lines, {}, value.error());
        return record;
    }

    std::vector<RowProblem> problems_of(const std::vector<std::uint64_t>& lines,
                                        const boost::json::object& document,
                                        const platform::Error& error) const;
    platform::Result<> read_csv_file(const VisitEntry& visit);
    platform::Result<> read_lines(const VisitLine& visit);
    platform::Result<> read_heading(const CsvRow& row);
    platform::Result<> open();
    platform::Error refusal(const std::string& code, const std::string& message) const;

    const ImportOptions& options_;
    std::shared_ptr<CoveredParts> covered_;
    std::ifstream file_;
    std::istream* stream_ = nullptr;
    std::optional<Sheet> sheet_;  // of a CSV file, once its heading was read
};

}  // namespace kontor::app
