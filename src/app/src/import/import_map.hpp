// What a map file says: for each target, where its value comes from.
#pragma once

#include "import/targets.hpp"

#include "platform/core/describe.hpp"
#include "platform/core/result.hpp"
#include "platform/json/json.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kontor::app {

// Exactly one of column, constant and format.
struct Source {
    std::optional<std::string> column{};
    std::optional<platform::json::Scalar> constant{};
    std::optional<std::string> format{};                // "book-{book_id}"
    std::optional<platform::json::Scalar> otherwise{};  // where the cells are empty
    std::optional<As> as{};
    std::optional<std::string> split{};  // what separates the parts of a list
};
BOOST_DESCRIBE_STRUCT(Source, (), (column, constant, format, otherwise, as, split))

using ImportMap = std::map<std::string, Source>;

// Refuses import.bad_map, naming the file and the key.
platform::Result<ImportMap> read_import_map(Subject subject, const std::filesystem::path& file);

// Each heading is a target and its own source. Refuses import.bad_headings.
platform::Result<ImportMap> map_of_headings(Subject subject,
                                            const std::vector<std::string>& headings);

// A piece of a value: text as it is, or what stands in a column.
struct Piece {
    std::string text;
    std::optional<std::size_t> column;
};

// A source whose columns were found in the headings.
struct Binding {
    Target target;
    std::vector<Piece> pieces{};
    std::optional<std::string> otherwise;
    std::optional<As> as;
    std::string separator;
    std::string label{};  // the columns, for complaints
};

// Refuses import.bad_headings, naming the column that is not there.
platform::Result<std::vector<Binding>> bind_columns(Subject subject, const ImportMap& map,
                                                    const std::vector<std::string>& headings);

}  // namespace kontor::app
