#include "states.hpp"

#include <algorithm>

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

std::vector<ShipmentStatus> allowed_after(ShipmentStatus from) {
    using enum ShipmentStatus;
    switch (from) {
        case pending:
            return {shipped, cancelled};
        case shipped:
            return {delivered};
        case delivered:
        case cancelled:
            break;
    }
    return {};
}

Result<> check_transition(ShipmentStatus from, ShipmentStatus to) {
    const auto allowed = allowed_after(from);
    if (std::ranges::find(allowed, to) != allowed.end()) return {};
    std::vector<std::string> names;
    for (const auto status : allowed) names.emplace_back(platform::enum_name(status));
    const std::string before(platform::enum_name(from));
    const std::string after(platform::enum_name(to));
    return Error{ErrorKind::conflict,
                 "invalid_transition",
                 "A shipment that is " + before + " cannot become " + after + ".",
                 {},
                 {{"from", before}, {"to", after}, {"allowed", names}}};
}

}  // namespace kontor::shipping
