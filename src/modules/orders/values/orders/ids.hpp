#pragma once

#include "platform/core/id.hpp"

namespace kontor::orders {

struct OrderTag {
    static constexpr std::string_view prefix = "ord";
};
using OrderId = platform::Id<OrderTag>;

struct OrderItemTag {
    static constexpr std::string_view prefix = "oli";
};
using OrderItemId = platform::Id<OrderItemTag>;

}  // namespace kontor::orders
