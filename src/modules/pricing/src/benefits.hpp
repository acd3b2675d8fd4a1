// What a promotion gives.
#pragma once

#include "eligibility.hpp"
#include "fraction.hpp"

#include <variant>

namespace kontor::pricing {

// What it gives to one line.
struct Share {
    std::size_t place = 0;  // among the goods
    std::int64_t base = 0;  // what was left of the line
    std::int64_t amount = 0;
    std::int64_t pieces = 0;
    std::int64_t odd_unit = 0;  // of an allocation
    Fraction exact;
};

struct Gift {
    std::int64_t base = 0;  // what was left of all that it is for
    std::int64_t amount = 0;
    Fraction exact;
    std::vector<Share> shares;  // of the lines; none of shipping
};

// None above what is left. Refuses where that comes to nothing.
std::variant<Gift, Refusal> gift_of(const Candidate& candidate, const Snapshot& snapshot,
                                    const Remaining& remaining);

void take(Remaining& remaining, const Gift& gift, Stage stage);

}  // namespace kontor::pricing
