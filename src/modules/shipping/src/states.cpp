#include "states.hpp"

#include "platform/core/transition.hpp"

namespace kontor::shipping {

using platform::Result;

std::vector<ShipmentStatus> allowed_after(ShipmentStatus from) {
    using enum ShipmentStatus;
    switch (from) {
        case created:
            return {pending, cancelled};
        case pending:
            return {shipped, cancelled};
        case shipped:
            return {delivered, cancelled};
        case delivered:
            return {cancelled};
        case cancelled:
            break;
    }
    return {};
}

Result<> check_transition(ShipmentStatus from, ShipmentStatus to) {
    return platform::check_transition("A shipment", from, to, allowed_after(from));
}

}  // namespace kontor::shipping
