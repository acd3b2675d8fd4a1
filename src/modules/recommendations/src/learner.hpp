#pragma once

#include "catalog/catalog.hpp"
#include "platform/events/subscription.hpp"
#include "store.hpp"

#include <span>

namespace kontor::recommendations {

// Keeps the counts in step with orders and the descriptions in step with the catalogue.
class Learner {
public:
    Learner(catalog::Catalog& catalog, platform::Currency currency)
        : catalog_(catalog), currency_(currency) {}

    void handle(platform::Tx& tx, std::span<const platform::Delivery> deliveries) const;

private:
    std::vector<store::Basket> baskets(std::span<const platform::Delivery> placed) const;

    catalog::Catalog& catalog_;
    platform::Currency currency_;
};

// Reads these products of the catalogue and keeps what makes them similar to others.
void describe(platform::Tx& tx, catalog::Catalog& catalog,
              const std::vector<catalog::ProductId>& products);

}  // namespace kontor::recommendations
