// Goods from a file, many at once, in bounded memory: kontor import.
#pragma once

#include "app/bulk.hpp"
#include "app/wiring.hpp"
#include "platform/core/result.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kontor::app {

struct ImportOptions {
    Subject subject = Subject::products;
    std::filesystem::path file;
    FileFormat format = FileFormat::csv;
    std::filesystem::path map;    // empty: the headings of the CSV file are the targets
    platform::Currency currency;  // of prices that name none
    bool dry_run = false;         // checks everything, keeps nothing
    bool all_or_nothing = false;  // keeps nothing unless every record is good
};

// Why a record was refused. column: the heading in a CSV file, the JSON pointer in JSON lines, or
// empty when the whole record is meant.
struct RowProblem {
    std::uint64_t line = 0;
    std::string column;
    std::string reason;
    friend bool operator==(const RowProblem&, const RowProblem&) = default;
};
BOOST_DESCRIBE_STRUCT(RowProblem, (), (line, column, reason))

// A record is a product, a variant, a price, ... With dry_run: what would have become of them.
struct ImportReport {
    std::uint64_t records = 0;
    std::uint64_t created = 0;
    std::uint64_t changed = 0;
    std::uint64_t unchanged = 0;  // the shop says the same already
    std::uint64_t refused = 0;
    bool kept = true;                  // false: nothing was written
    std::vector<RowProblem> problems;  // of the first thousand records refused
};
BOOST_DESCRIBE_STRUCT(ImportReport, (),
                      (records, created, changed, unchanged, refused, kept, problems))

// Called with the bytes read so far.
using ImportProgress = std::function<void(std::uint64_t)>;

// Nothing of a refused record is kept. Refuses a file that cannot be read (import.unreadable), a
// map that makes no sense (import.bad_map) and headings that do not fit (import.bad_headings); a
// bad record is in the report. An import that was interrupted is completed by running it again.
platform::Result<ImportReport> import_file(Modules& modules, platform::Database& database,
                                           const ImportOptions& options,
                                           const ImportProgress& progress);

}  // namespace kontor::app
