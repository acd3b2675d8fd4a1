#include "taxes.hpp"

#include <algorithm>

namespace kontor::pricing {
namespace {

std::vector<Levy> on_top_of(std::int64_t amount, const std::vector<const TaxRule*>& rules) {
    std::vector<Levy> levies;
    auto taxed = amount;
    for (const auto* rule : rules) {
        const auto base = rule->compound ? taxed : amount;
        const Fraction exact{Wide{base} * rule->rate_ppm, whole};
        levies.push_back({rule, base, rounded(exact), exact});
        taxed += levies.back().amount;
    }
    return levies;
}

// Of how many parts the price without tax consists, and of how many each tax: exact, as every
// compound rule makes the parts a million times finer.
struct Parts {
    Wide net = whole;
    std::vector<Wide> taxes{};
    Wide sum = whole;
};

Parts parts_of(const std::vector<const TaxRule*>& rules) {
    Parts parts;
    for (const auto* rule : rules) {
        if (rule->compound) {
            for (auto& tax : parts.taxes) tax *= whole;
            parts.net *= whole;
            parts.sum *= whole;
        }
        const auto base = rule->compound ? parts.sum : parts.net;
        parts.taxes.push_back(base / whole * rule->rate_ppm);
        parts.sum += parts.taxes.back();
    }
    return parts;
}

std::vector<Levy> included_in(std::int64_t amount, const std::vector<const TaxRule*>& rules) {
    const auto parts = parts_of(rules);
    std::vector<Levy> levies;
    auto net = amount;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const Fraction exact{amount * parts.taxes[i], parts.sum};
        levies.push_back({rules[i], 0, std::min(rounded(exact), net), exact});
        net -= levies.back().amount;
    }
    auto taxed = net;
    for (auto& levy : levies) {
        levy.base = levy.rule->compound ? taxed : net;
        taxed += levy.amount;
    }
    return levies;
}

}  // namespace

std::vector<const TaxRule*> rules_of(const std::vector<TaxRule>& zone,
                                     const std::string& tax_class) {
    std::vector<const TaxRule*> rules;
    for (const auto& rule : zone)
        if (rule.tax_class == tax_class) rules.push_back(&rule);
    if (rules.empty() && tax_class != standard_tax_class) return rules_of(zone, standard_tax_class);
    return rules;
}

std::vector<Levy> levies_on(std::int64_t amount, const std::vector<const TaxRule*>& rules,
                            TaxPlace place) {
    return place == TaxPlace::included ? included_in(amount, rules) : on_top_of(amount, rules);
}

namespace {

std::vector<Levy> levies_per_piece(std::int64_t amount, std::int64_t pieces,
                                   const std::vector<const TaxRule*>& rules, TaxPlace place) {
    const auto dearer = amount % pieces;
    auto levies = levies_on(amount / pieces, rules, place);
    const auto dearer_levies = levies_on(amount / pieces + 1, rules, place);
    for (std::size_t i = 0; i < levies.size(); ++i) {
        auto& levy = levies[i];
        levy.amount = levy.amount * (pieces - dearer) + dearer_levies[i].amount * dearer;
        levy.base = levy.base * (pieces - dearer) + dearer_levies[i].base * dearer;
        levy.exact.reset();
    }
    return levies;
}

}  // namespace

std::vector<Levy> levies_of(std::int64_t amount, std::int64_t pieces,
                            const std::vector<const TaxRule*>& rules, TaxPlace place,
                            TaxRounding rounding) {
    return rounding == TaxRounding::unit && pieces > 1
               ? levies_per_piece(amount, pieces, rules, place)
               : levies_on(amount, rules, place);
}

std::int64_t total_of(const std::vector<Levy>& levies) {
    std::int64_t total = 0;
    for (const auto& levy : levies) total += levy.amount;
    return total;
}

}  // namespace kontor::pricing
