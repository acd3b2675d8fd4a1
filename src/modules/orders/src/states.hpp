// The state tables of an order, as pure functions.
#pragma once

#include "orders/orders.hpp"

#include <span>

namespace kontor::orders {

std::span<const Status> allowed_after(Status from);

// Refuses invalid_transition (conflict) with details from, to and allowed.
platform::Result<> check_transition(Status from, Status to);

// It stands: what it costs is owed, and what was bought is to be sent, also once more.
bool stands(Status status);

struct MoneySums {
    std::int64_t total = 0;
    std::int64_t authorized = 0;  // open, not captured
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
};

PaymentState payment_state(const MoneySums& sums, bool cancelled);

struct ItemProgress {
    std::int64_t quantity = 0;
    std::int64_t shipped = 0;
    std::int64_t delivered = 0;
    std::int64_t returned = 0;
    bool order_waits = false;  // for goods that are not in the house yet
};
BOOST_DESCRIBE_STRUCT(ItemProgress, (), (quantity, shipped, delivered, returned, order_waits))

FulfilmentState fulfilment_state(std::span<const ItemProgress> items);

// Whether anything was ever sent.
bool has_left(std::span<const ItemProgress> items);
// Nothing has left the house as far as the state tells; what is waited for hides what has.
bool may_be_untouched(FulfilmentState state);

// Whether all that was ordered was sent, and came back.
bool is_all_back(std::span<const ItemProgress> items);

}  // namespace kontor::orders
