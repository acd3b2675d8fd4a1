#include "terms.hpp"

#include "platform/core/constrained.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace kontor::recommendations {

namespace {

constexpr std::size_t most_terms = 40;
constexpr std::size_t longest_term = 100;

void add_words(std::string_view title, Terms& terms) {
    const auto folded = platform::Slug::from_title(title);
    std::size_t from = 0;
    while (from < folded.size()) {
        const auto to = std::min(folded.find('-', from), folded.size());
        if (to - from > 1) terms.push_back(folded.substr(from, to - from));
        from = to + 1;
    }
}

std::int64_t frequency(const Frequencies& frequencies, const std::string& term) {
    const auto found = frequencies.find(term);
    return found == frequencies.end() ? 1 : std::max<std::int64_t>(found->second, 1);
}

}  // namespace

Terms terms_of(const Features& features) {
    Terms terms;
    add_words(features.title, terms);
    for (const auto& category : features.categories) terms.push_back("in " + category);
    for (const auto& [name, value] : features.attributes) {
        auto term = name + " = " + platform::json::write(value);
        if (term.size() <= longest_term) terms.push_back(std::move(term));
    }
    std::ranges::sort(terms);
    const auto repeated = std::ranges::unique(terms);
    terms.erase(repeated.begin(), repeated.end());
    if (terms.size() > most_terms) terms.resize(most_terms);
    return terms;
}

Terms rare_terms(const Terms& terms, const Frequencies& frequencies, std::size_t enough) {
    constexpr std::int64_t too_many = 5000;
    auto rare = terms;
    std::ranges::sort(
        rare, {}, [&](const auto& term) { return std::pair(frequency(frequencies, term), term); });
    std::int64_t products = 0;
    std::size_t kept = 0;
    while (kept < rare.size() && products < static_cast<std::int64_t>(enough)) {
        products += frequency(frequencies, rare[kept]);
        if (products > too_many) break;
        ++kept;
    }
    rare.resize(kept);
    return rare;
}

double TermWeights::square(const std::string& term) const {
    const auto weight = std::log1p(static_cast<double>(products_) /
                                   static_cast<double>(frequency(frequencies_, term)));
    return weight * weight;
}

double TermWeights::square_of_length(const Terms& terms) const {
    double sum = 0;
    for (const auto& term : terms) sum += square(term);
    return sum;
}

double TermWeights::likeness(const Terms& left, const Terms& right) const {
    Terms shared;
    std::ranges::set_intersection(left, right, std::back_inserter(shared));
    if (shared.empty()) return 0;
    return square_of_length(shared) / std::sqrt(square_of_length(left) * square_of_length(right));
}

}  // namespace kontor::recommendations
