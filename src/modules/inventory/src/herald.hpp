#pragma once

#include "inventory/module.hpp"

#include <cstdint>

namespace kontor::inventory {

// Where changes of stock are announced, and from what on it is low where its variant does not say.
struct Herald {
    platform::EventLog& events;
    std::int64_t low_stock_threshold = 0;
};

inline Herald herald_of(const Backing& backing) {
    return {backing.events, backing.config.low_stock_threshold};
}

}  // namespace kontor::inventory
