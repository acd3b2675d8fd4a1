#pragma once

#include "platform/core/id.hpp"

namespace kontor::cart {

struct CartTag {
    static constexpr std::string_view prefix = "cart";
};
using CartId = platform::Id<CartTag>;

struct LineTag {
    static constexpr std::string_view prefix = "line";
};
using LineId = platform::Id<LineTag>;

}  // namespace kontor::cart
