#pragma once

#include "platform/core/id.hpp"

namespace kontor::reviews {

struct ReviewTag {
    static constexpr std::string_view prefix = "rev";
};
using ReviewId = platform::Id<ReviewTag>;

}  // namespace kontor::reviews
