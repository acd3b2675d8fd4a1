#pragma once

#include "herald.hpp"
#include "inventory/module.hpp"
#include "staff.hpp"

namespace kontor::inventory {

// What staff decide about goods, and what they take in. Thread-safe.
class Stockroom {
public:
    explicit Stockroom(const Backing& backing) : backing_(backing) {}

    // Refuses inventory.no_such_sku, inventory.no_such_location.
    platform::Result<StockItem> change_terms(const std::string& sku,
                                             const TermsChange& change) const;
    // What there is then of what was received. Refuses inventory.no_such_sku,
    // inventory.sku_given_twice, inventory.lines_needed, inventory.no_such_location (invalid).
    platform::Result<std::vector<StockItem>> receive(const Receipt& receipt) const;

private:
    Backing backing_;
};

}  // namespace kontor::inventory
