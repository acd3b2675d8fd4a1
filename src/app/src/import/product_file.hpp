#pragma once

#include "product_row.hpp"

#include <functional>

namespace kontor::app {

// Reads the whole file and shows each row, good or bad, in order; bytes: read up to its end, more
// or less. Refuses what import_products() refuses, before the first row.
using VisitRow = std::function<void(ProductRow row, std::uint64_t bytes)>;
platform::Result<> read_product_file(const ImportOptions& options, const VisitRow& visit);

}  // namespace kontor::app
