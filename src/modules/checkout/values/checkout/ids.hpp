#pragma once

#include "platform/core/id.hpp"

namespace kontor::checkout {

struct CheckoutTag {
    static constexpr std::string_view prefix = "chk";
};
using CheckoutId = platform::Id<CheckoutTag>;

}  // namespace kontor::checkout
