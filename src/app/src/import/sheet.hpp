// From the rows of a CSV file to the documents that they describe.
#pragma once

#include "app/import.hpp"
#include "import/import_map.hpp"

#include <boost/json/object.hpp>

namespace kontor::app {

// One record of a file, before it is known whether it makes sense.
struct Entry {
    std::vector<std::uint64_t> lines;  // of its row, and of one for each further variant
    boost::json::object document;
    std::vector<RowProblem> problems;
};

// Puts records together. A row is a record; but where products have slugs, the rows that repeat the
// slug of the row before, or give neither slug nor title, are variants of the same product.
class Sheet {
public:
    using Visit = std::function<void(Entry)>;

    // columns: how many fields a row must have. currency: of prices that name none.
    Sheet(Subject subject, std::vector<Binding> bindings, std::size_t columns,
          platform::Currency currency);

    // Shows the record that ended before this row, if one did.
    void add(std::uint64_t line, const std::vector<std::string>& fields, const Visit& visit);
    // Likewise; the row itself is refused.
    void add_malformed(std::uint64_t line, const std::string& why, const Visit& visit);
    void finish(const Visit& visit);

    // The heading of what a problem of this document points at, or "".
    std::string heading_of(const std::string& pointer, const boost::json::object& document) const;

private:
    struct Row;

    Row read(std::uint64_t line, const std::vector<std::string>& fields) const;
    bool continues(const Row& row) const;
    void append(Row row);
    void begin(Row row);

    Subject subject_;
    std::vector<Binding> bindings_;  // the currency first
    std::size_t columns_;
    platform::Currency currency_;
    bool has_slugs_ = false;
    std::optional<Entry> current_;
};

}  // namespace kontor::app
