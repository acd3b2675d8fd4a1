// Keeps the read model equal to what the catalogue and the stock say.
#pragma once

#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"

namespace kontor::search {

class Indexer {
public:
    Indexer(catalog::Catalog& catalog, inventory::Inventory& inventory, platform::Currency currency)
        : catalog_(catalog), inventory_(inventory), currency_(currency) {}

    // Each reads the catalogue or the stock as it is now, after it has locked out other writers.
    // Answers whether a list may look different.
    bool rewrite(platform::Tx& tx, const std::vector<catalog::ProductId>& products);
    bool refresh_stock(platform::Tx& tx, const std::vector<catalog::VariantId>& variants);
    // Rewrites the products that come next and removes what is listed between but gone. Answers
    // where the next page begins, or nothing after the last.
    std::optional<catalog::ProductId> rewrite_page(platform::Tx& tx,
                                                   const std::optional<catalog::ProductId>& after,
                                                   std::size_t limit);

private:
    // Those that are published are written; answers them.
    std::vector<catalog::ProductId> write(platform::Tx& tx,
                                          const std::vector<catalog::ProductId>& products);

    catalog::Catalog& catalog_;
    inventory::Inventory& inventory_;
    platform::Currency currency_;
};

}  // namespace kontor::search
