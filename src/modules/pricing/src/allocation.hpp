// An amount divided among lines by the method of the largest remainder.
#pragma once

#include <cstdint>
#include <vector>

namespace kontor::pricing {

struct Portion {
    std::int64_t amount = 0;
    std::int64_t odd_unit = 0;  // which of the units left over it got, from 1; 0: none
    friend bool operator==(const Portion&, const Portion&) = default;
};

// Portions of total in proportion to the weights, none negative: they add up to total, and where
// total is no more than the sum of the weights none is above its weight. A tie goes to the earlier
// weight. Where all weights are 0, nobody gets anything.
std::vector<Portion> allocate(std::int64_t total, const std::vector<std::int64_t>& weights);

}  // namespace kontor::pricing
