#pragma once

#include "shipping/shipping.hpp"

namespace kontor::shipping {

// The states that a shipment may be moved to from the one given.
std::vector<ShipmentStatus> allowed_after(ShipmentStatus from);

// Refuses invalid_transition (conflict) with from, to and allowed.
platform::Result<> check_transition(ShipmentStatus from, ShipmentStatus to);

}  // namespace kontor::shipping
