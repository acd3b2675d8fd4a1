#include "facet_counts.hpp"

#include <algorithm>

namespace kontor::search {

namespace {

constexpr int hopeless = 2;
constexpr std::size_t most_choices = 100;
constexpr std::size_t most_values = 20;

}  // namespace

FacetCounts::FacetCounts(const Index& index, const Filters& filters)
    : index_(index), filters_(filters) {}

bool FacetCounts::has_one_of(DocumentNumber document, const Filters::Choice& choice) const {
    return std::ranges::any_of(index_.facets(document), [&](ValueNumber value) {
        return std::ranges::find(choice.values, value) != choice.values.end();
    });
}

FacetCounts::Verdict FacetCounts::judge(DocumentNumber document) const {
    const auto& row = index_.columns(document);
    if (filters_.in_stock && !row.available) return {hopeless};
    if (row.rating_milli < filters_.rating_min_milli) return {hopeless};
    if (filters_.price_min && (row.price < *filters_.price_min || row.price == no_price))
        return {hopeless};
    if (filters_.price_max && row.price > *filters_.price_max) return {hopeless};
    Verdict verdict;
    for (std::uint32_t choice = 0; choice < filters_.choices.size(); ++choice)
        if (!has_one_of(document, filters_.choices[choice])) {
            verdict.failed = choice;
            if (++verdict.failures == hopeless) break;
        }
    return verdict;
}

void FacetCounts::count(DocumentNumber document, const Verdict& verdict) {
    if (verdict.failures > 1) return;
    if (counts_.empty()) counts_.resize(index_.values());
    if (verdict.passes()) {
        for (const auto value : index_.facets(document)) ++counts_[value];
        return;
    }
    const auto name = filters_.choices[verdict.failed].name;
    for (const auto value : index_.facets(document))
        if (index_.name_of(value) == name) ++counts_[value];
}

bool FacetCounts::is_chosen(ValueNumber value) const {
    return std::ranges::any_of(filters_.choices, [&](const Filters::Choice& choice) {
        return std::ranges::find(choice.values, value) != choice.values.end();
    });
}

std::vector<Facet> FacetCounts::facets() const {
    const auto& names = index_.facet_names();
    std::vector<std::vector<ValueNumber>> found(names.size());
    for (ValueNumber value = 0; value < counts_.size(); ++value)
        if (counts_[value] > 0) found[index_.name_of(value)].push_back(value);
    std::vector<Facet> facets;
    for (std::uint32_t name = 0; name < names.size(); ++name) {
        auto& values = found[name];
        const bool is_offered =
            names[name] == category_facet || index_.values_of(name) <= most_choices;
        if (values.empty() || !is_offered) continue;
        std::ranges::sort(values, [&](ValueNumber left, ValueNumber right) {
            return std::pair(counts_[right], index_.text_of(left)) <
                   std::pair(counts_[left], index_.text_of(right));
        });
        auto& facet = facets.emplace_back(Facet{names[name], {}});
        for (const auto value : values)
            if (facet.values.size() < most_values || is_chosen(value))
                facet.values.push_back({std::string(index_.text_of(value)), counts_[value]});
    }
    std::ranges::sort(facets, [](const Facet& left, const Facet& right) {
        return std::pair(left.name != category_facet, left.name) <
               std::pair(right.name != category_facet, right.name);
    });
    return facets;
}

}  // namespace kontor::search
