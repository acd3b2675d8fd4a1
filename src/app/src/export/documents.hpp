// What the shop has, as the records that an import would make it from.
#pragma once

#include "app/wiring.hpp"
#include "import/records.hpp"

namespace kontor::app {

// As the request that makes it. What is as in any new product is left out.
catalog::NewProduct document_of(const catalog::Product& product);
std::vector<VariantRecord> variant_records_of(const catalog::Product& product,
                                              const catalog::Variant& variant);
std::vector<PriceRecord> price_records_of(const catalog::Product& product,
                                          const catalog::Variant& variant);
std::vector<StockRecord> stock_records_of(const inventory::StockItem& item);
// tree: siblings in their order, parents before those below them.
std::vector<CategoryRecord> category_records_of(const std::vector<catalog::Category>& tree);

}  // namespace kontor::app
