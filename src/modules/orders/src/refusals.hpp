#pragma once

#include "platform/core/result.hpp"

namespace kontor::orders {

inline platform::Error no_such_order() {
    return {platform::ErrorKind::not_found, "orders.no_such_order", "There is no such order."};
}

}  // namespace kontor::orders
