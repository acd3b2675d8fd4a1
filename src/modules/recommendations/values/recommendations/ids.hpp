#pragma once

#include "platform/core/id.hpp"

namespace kontor::recommendations {

struct ExperimentTag {
    static constexpr std::string_view prefix = "exp";
};
using ExperimentId = platform::Id<ExperimentTag>;

}  // namespace kontor::recommendations
