// Who has received what, from what orders and parcels tell of their items.
#pragma once

#include "orders/events.hpp"
#include "shipping/events.hpp"
#include "store.hpp"

#include <map>

namespace kontor::reviews {

class BoughtItems {
public:
    // Guests write no reviews: what they buy is not noted.
    void note(const orders::OrderPlaced& fact);
    void note(const shipping::ShipmentDelivered& fact);

    // Adds what was noted to what is known. Answers what came out as received for the first time.
    std::vector<store::Purchase> keep(platform::Tx& tx) const;

private:
    struct Item {
        std::optional<auth::UserId> customer{};
        std::optional<catalog::ProductId> product{};
        bool delivered = false;
    };
    std::map<orders::OrderItemId, Item> items_;
};

}  // namespace kontor::reviews
