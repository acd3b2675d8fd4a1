// Taxes of what was sold already.
#pragma once

#include "pricing/calculation.hpp"

namespace kontor::pricing {

// The taxes of a line that was sold with these, for another amount (discounted, with the taxes that
// are included) or number of pieces: what calculate() gives a line of that amount at these rates. A
// tax on taxes is known by its base, which is another than the first one's. Pure.
std::vector<Tax> taxed_anew(std::vector<Tax> sold, const platform::Money& amount,
                            std::int64_t pieces, TaxRounding rounding);

}  // namespace kontor::pricing
