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
    const auto allowed = allowed_after(from);
    auto legal = platform::check_transition("A shipment", from, to, allowed);
    if (legal) return legal;
    auto error = legal.error();
    std::string states;
    for (const auto state : allowed)
        states += (states.empty() ? "" : " or ") + std::string(platform::enum_name(state));
    error.message += states.empty() ? " It stays as it is." : " It can become " + states + ".";
    return error;
}

}  // namespace kontor::shipping
