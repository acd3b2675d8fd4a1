// How a return gets from one state to the next.
#pragma once

#include "store.hpp"

namespace kontor::returns {

// The return, locked, if it may become that. Refuses returns.no_such_return, invalid_transition.
platform::Result<Return> open(platform::Tx& tx, const ReturnId& id, Status to);

struct Cause {
    platform::Time at;
    std::string actor;
    std::optional<std::string> reason{};
};

// The return as it now stands, kept with its history.
Return moved(platform::Tx& tx, Return changed, Status to, const Cause& cause);

}  // namespace kontor::returns
