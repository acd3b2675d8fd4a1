// Products from a file, many at once, in bounded memory: kontor import products.
#pragma once

#include "catalog/catalog.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace kontor::app {

enum class ImportFormat { csv, jsonl };
BOOST_DESCRIBE_ENUM(ImportFormat, csv, jsonl)

struct ImportOptions {
    std::filesystem::path file;
    ImportFormat format = ImportFormat::csv;
    std::filesystem::path map;    // empty: the headings of the CSV file are the targets
    platform::Currency currency;  // of prices that name none
    bool dry_run = false;         // checks everything, keeps nothing
    bool all_or_nothing = false;  // keeps nothing unless every row is good
};

// Why a row was refused. column: the heading in a CSV file, the JSON pointer in JSON lines, or
// empty when the whole row is meant.
struct RowProblem {
    std::uint64_t line = 0;
    std::string column;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RowProblem, (), (line, column, reason))

struct ImportReport {
    std::uint64_t rows = 0;
    std::uint64_t imported = 0;       // with dry_run: that would be
    std::uint64_t already_there = 0;  // a product with this SKU and this title exists
    std::uint64_t refused = 0;
    bool kept = true;                  // false: nothing was written
    std::vector<RowProblem> problems;  // of the first thousand
};
BOOST_DESCRIBE_STRUCT(ImportReport, (), (rows, imported, already_there, refused, kept, problems))

// Called with the bytes read so far.
using ImportProgress = std::function<void(std::uint64_t)>;

// Refuses a file that cannot be read, a map that makes no sense (import.bad_map) and headings that
// do not fit (import.bad_headings); a bad row is in the report. An import that was interrupted is
// completed by running it again.
platform::Result<ImportReport> import_products(catalog::Catalog& catalog,
                                               const ImportOptions& options,
                                               const ImportProgress& progress);

}  // namespace kontor::app
