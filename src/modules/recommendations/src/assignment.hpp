#pragma once

#include "recommendations/experiments.hpp"

#include <string>

namespace kontor::recommendations {

// What tells a visitor from others: the customer, else what a guest shows of itself; "" if nothing.
std::string name_of(const Visitor& visitor);

// As likely as its weight, always the same for one visitor of one experiment, and unrelated to
// where that visitor is in other experiments. variants: not empty.
const Variant& variant_of(const std::string& key, const ExperimentId& experiment,
                          const std::string& visitor, const std::vector<Variant>& variants);

// Where a share of successes in trials lies with 95 % confidence (Wilson's score interval).
Share share_of(std::int64_t successes, std::int64_t trials);

}  // namespace kontor::recommendations
