#pragma once

#include "platform/core/id.hpp"

namespace kontor::shipping {

struct ShipmentTag {
    static constexpr std::string_view prefix = "ship";
};
using ShipmentId = platform::Id<ShipmentTag>;

}  // namespace kontor::shipping
