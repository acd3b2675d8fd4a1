// How much a client may ask for in a while, and what is left of it.
#pragma once

#include "platform/core/describe.hpp"

#include <cstdint>

namespace kontor::platform::http {

// What requests cost the shop, or would gain an attacker. Each kind has a budget of its own.
enum class RateClass { unlimited, reading, writing, credentials, webhooks };
BOOST_DESCRIBE_ENUM(RateClass, unlimited, reading, writing, credentials, webhooks)

struct Allowance {
    std::uint32_t limit = 0;      // requests in a window of time
    std::uint32_t remaining = 0;  // in the one that runs
    std::uint32_t reset = 0;      // seconds until it ends
    bool is_exceeded = false;     // by the request asked about
};

}  // namespace kontor::platform::http
