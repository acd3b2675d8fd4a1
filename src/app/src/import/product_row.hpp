// From the fields of a row to a product, or to what is wrong with it.
#pragma once

#include "app/product_import.hpp"
#include "import_map.hpp"

#include <boost/json/object.hpp>

namespace kontor::app {

struct ProductRow {
    std::uint64_t line = 0;
    std::optional<catalog::NewProduct> product;
    std::vector<RowProblem> problems{};
};

class RowReader {
public:
    // columns: how many fields a row must have. currency: of prices that name none.
    RowReader(std::vector<Binding> bindings, std::size_t columns, platform::Currency currency);

    ProductRow read(std::uint64_t line, const std::vector<std::string>& fields) const;

private:
    class Sheet;

    std::vector<Binding> bindings_;
    std::size_t columns_;
    platform::Currency currency_;
};

// A line of JSON, as it would be sent to POST /v1/admin/products.
ProductRow read_json_row(std::uint64_t line, std::string_view text);

}  // namespace kontor::app
