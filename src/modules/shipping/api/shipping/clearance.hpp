#pragma once

#include "shipping/shipping.hpp"

#include <optional>

namespace kontor::shipping {

struct Cleared {
    Consignment consignment;                 // what is ordered now
    std::optional<platform::Error> refusal;  // why none of it may leave; none: it may
};

// Whether goods of an order may leave. Whoever keeps the orders says so.
class Clearance {
public:
    virtual ~Clearance() = default;

    // Until the transaction ends that this joins, nothing changes in what is ordered and what of it
    // is paid. To be asked before any shipment is locked. Refuses orders.no_such_order.
    virtual platform::Result<Cleared> clear(const orders::OrderId& order) = 0;
};

}  // namespace kontor::shipping
