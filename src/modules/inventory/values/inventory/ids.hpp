#pragma once

#include "platform/core/id.hpp"

namespace kontor::inventory {

struct LocationTag {
    static constexpr std::string_view prefix = "loc";
};
using LocationId = platform::Id<LocationTag>;

}  // namespace kontor::inventory
