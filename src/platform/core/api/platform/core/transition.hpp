#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/result.hpp"

#include <algorithm>
#include <ranges>

namespace kontor::platform {

// Refuses invalid_transition (conflict) with details from, to and allowed, unless to is among the
// states allowed after from. what: "An order".
template <DescribedEnum State, std::ranges::input_range States>
Result<> check_transition(const std::string& what, State from, State to, const States& allowed) {
    if (std::ranges::find(allowed, to) != std::ranges::end(allowed)) return {};
    std::vector<std::string> names;
    for (const State state : allowed) names.emplace_back(enum_name(state));
    const std::string before(enum_name(from));
    const std::string after(enum_name(to));
    return Error{ErrorKind::conflict,
                 "invalid_transition",
                 what + " that is " + before + " cannot become " + after + ".",
                 {},
                 {{"from", before}, {"to", after}, {"allowed", names}}};
}

}  // namespace kontor::platform
