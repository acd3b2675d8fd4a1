// The records as rows of a CSV file.
#pragma once

#include "import/records.hpp"
#include "import/targets.hpp"

#include <map>
#include <set>

namespace kontor::app {

// Heading and cell. What a row does not say has no cell.
using Cells = std::map<std::string, std::string>;

std::vector<Cells> rows_of(const catalog::NewProduct& product);
std::vector<Cells> rows_of(const VariantRecord& variant);
std::vector<Cells> rows_of(const PriceRecord& price);
std::vector<Cells> rows_of(const StockRecord& stock);
std::vector<Cells> rows_of(const CategoryRecord& category);

// The headings of a file, in an order that only depends on which they are.
class Columns {
public:
    explicit Columns(Subject subject);

    void add(const Cells& row);
    std::size_t size() const { return headings_.size(); }
    // With the headings that such a file cannot do without.
    std::vector<std::string> headings() const;

private:
    Subject subject_;
    std::set<std::string> headings_;
};

}  // namespace kontor::app
