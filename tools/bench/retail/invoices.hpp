// Invoices out of a file such as UCI's Online Retail.
#pragma once

#include "catalog/ids.hpp"

#include <map>
#include <string>
#include <vector>

namespace kontor::retail {

struct Invoice {
    std::string number;
    std::string customer;                      // "" where the file names none
    std::vector<catalog::ProductId> products;  // each once, as they stand in it
};

struct Books {
    std::vector<Invoice> invoices;  // in the order of the file, which is that of time
    std::map<catalog::ProductId, std::string> titles;
    std::size_t lines = 0;
    std::size_t lines_left_out = 0;
};

// Of lines InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country those
// that sell goods: not returns, and nothing whose code does not begin with five digits, such as
// postage, fees and discounts. Throws std::runtime_error for a file that is no such thing.
Books read_invoices(const std::string& path);

}  // namespace kontor::retail
