#pragma once

#include "inventory/module.hpp"
#include "stock_take.hpp"
#include "stock_take_store.hpp"

namespace kontor::inventory {

// Counts are gathered while goods go on moving: what counts in the end is by how much a count
// differed from the books of its moment. Thread-safe.
class StockTakes {
public:
    explicit StockTakes(const Backing& backing) : backing_(backing) {}

    // Refuses inventory.no_such_location (invalid).
    platform::Result<StockTake> open(const NewStockTake& wanted) const;
    // A later count of a SKU replaces the one before. Refuses inventory.no_such_stock_take
    // (not_found), invalid_transition, inventory.no_such_sku, inventory.sku_given_twice,
    // inventory.lines_needed (invalid).
    platform::Result<StockTake> enter(const StockTakeId& id, const Counts& counts) const;
    // Books the differences; less than what is allocated is accepted. Refuses
    // inventory.no_such_stock_take, invalid_transition, inventory.count_outdated (conflict) where
    // another stock-take booked the same goods since they were counted.
    platform::Result<StockTake> close(const StockTakeId& id) const;
    platform::Result<StockTake> cancel(const StockTakeId& id) const;
    platform::Result<StockTake> find(const StockTakeId& id) const;
    // Newest first.
    std::vector<StockTake> list(const std::optional<StockTakeId>& before, std::size_t limit) const;

private:
    platform::Result<> book(platform::Tx& tx, const store::StockTakeRow& take) const;

    Backing backing_;
};

}  // namespace kontor::inventory
