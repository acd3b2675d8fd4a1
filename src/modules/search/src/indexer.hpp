// Keeps the read model equal to what the catalogue, the prices and the stock say.
#pragma once

#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"
#include "pricing/pricing.hpp"
#include "search/module.hpp"
#include "store.hpp"

namespace kontor::search {

class Indexer {
public:
    explicit Indexer(const Sources& sources, platform::Currency currency)
        : catalog_(sources.catalog),
          inventory_(sources.inventory),
          pricing_(sources.pricing),
          currency_(currency) {}

    // Each reads as it is now what it writes about, and therefore wants the lock that state came
    // with. They answer whether a list may look different.
    bool rewrite(platform::Tx& tx, const store::State& state,
                 const std::vector<catalog::ProductId>& products);
    bool refresh_stock(platform::Tx& tx, const store::State& state,
                       const std::vector<catalog::VariantId>& variants);
    // Categories and what can be filtered by.
    bool refresh_dictionary(platform::Tx& tx, const store::State& state);
    // Writes the products that come next into the shadow. Answers where the next page begins, or
    // nothing after the last.
    std::optional<catalog::ProductId> write_page(platform::Tx& tx, const store::State& state,
                                                 const std::optional<catalog::ProductId>& after,
                                                 std::size_t limit);

private:
    // Of those that are published.
    std::vector<Entry> entries(const std::vector<catalog::ProductId>& products);
    Offers offers(const std::vector<catalog::Product>& products);

    catalog::Catalog& catalog_;
    inventory::Inventory& inventory_;
    pricing::Pricing& pricing_;
    platform::Currency currency_;
};

}  // namespace kontor::search
