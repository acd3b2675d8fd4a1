#pragma once

#include "platform/core/describe.hpp"

namespace kontor::returns {

// damaged: it came back, and cannot be sold again.
enum class Condition { resaleable, damaged };
BOOST_DESCRIBE_ENUM(Condition, resaleable, damaged)

// What the customer wants for what comes back.
enum class Wish { refund, store_credit, exchange };
BOOST_DESCRIBE_ENUM(Wish, refund, store_credit, exchange)

}  // namespace kontor::returns
