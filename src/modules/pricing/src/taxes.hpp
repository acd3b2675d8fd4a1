// What taxes an amount has, or gets.
#pragma once

#include "fraction.hpp"
#include "pricing/rules.hpp"

namespace kontor::pricing {

struct Levy {
    const TaxRule* rule = nullptr;
    std::int64_t base = 0;
    std::int64_t amount = 0;
    std::optional<Fraction> exact;  // where it was rounded once
};

enum class TaxPlace { included, on_top };

// The rules for one class of goods, by position.
std::vector<const TaxRule*> rules_of(const std::vector<TaxRule>& zone,
                                     const std::string& tax_class);

// Each rate rounded by itself; taxes that are included never come to more than the amount.
std::vector<Levy> levies_on(std::int64_t amount, const std::vector<const TaxRule*>& rules,
                            TaxPlace place);

// By the unit, rounded for each of the pieces that share the amount as evenly as whole units allow.
std::vector<Levy> levies_of(std::int64_t amount, std::int64_t pieces,
                            const std::vector<const TaxRule*>& rules, TaxPlace place,
                            TaxRounding rounding);

std::int64_t total_of(const std::vector<Levy>& levies);

}  // namespace kontor::pricing
