// Exact amounts, before they are rounded.
#pragma once

#include <cstdint>
#include <string>

namespace kontor::pricing {

__extension__ using Wide = __int128;

// Neither part negative, the divisor positive.
struct Fraction {
    Wide numerator = 0;
    Wide divisor = 1;
};

// Half is rounded up, which is away from zero.
std::int64_t rounded(const Fraction& fraction);

// "6371 2/3".
std::string to_text(const Fraction& fraction);

}  // namespace kontor::pricing
