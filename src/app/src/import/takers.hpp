// How the shop takes the records of each kind of file.
#pragma once

#include "app/wiring.hpp"
#include "import/pass.hpp"
#include "import/records.hpp"
#include "import/standing.hpp"

namespace kontor::app {

// covered: of which parts the file speaks; without it a record says everything.
Take<catalog::NewProduct> take_products(Modules& modules,
                                        std::shared_ptr<const CoveredParts> covered);
Take<VariantRecord> take_variants(Modules& modules);
Take<PriceRecord> take_prices(Modules& modules);
Take<StockRecord> take_stock(Modules& modules);
Take<CategoryRecord> take_categories(Modules& modules, std::shared_ptr<const CoveredParts> covered);

}  // namespace kontor::app
