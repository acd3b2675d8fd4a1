#include "facet_counts.hpp"

#include <algorithm>

namespace kontor::search {

namespace {

constexpr std::size_t most_choices = 100;
constexpr std::size_t most_values = 20;

}  // namespace

FacetCounts::FacetCounts(const Index& index, const Plan& plan)
    : index_(index),
      filters_(plan.filters),
      filters_anything_(!filters_.choices.empty() || filters_.price_min || filters_.price_max ||
                        filters_.rating_min_milli > 0 || filters_.in_stock),
      counts_(plan.counting ? index.values() : 0) {}

bool FacetCounts::has_one_of(DocumentNumber document, const Filters::Choice& choice) const {
    return std::ranges::any_of(index_.facets(document), [&](ValueNumber value) {
        return std::ranges::find(choice.values, value) != choice.values.end();
    });
}

bool FacetCounts::has_right_price(const Index::Figures& row) const {
    if (filters_.price_min && (row.price < *filters_.price_min || row.price == no_price))
        return false;
    return !filters_.price_max || row.price <= *filters_.price_max;
}

FacetCounts::Verdict FacetCounts::judge_filters(DocumentNumber document) const {
    const auto& row = index_.figures(document);
    if (filters_.in_stock && !row.available) return hopeless;
    auto verdict = passed;
    const auto fail = [&](Verdict filter) { verdict = verdict == passed ? filter : hopeless; };
    if (!has_right_price(row)) fail(wrong_price);
    if (row.rating_milli < filters_.rating_min_milli) fail(wrong_rating);
    for (Verdict choice = 0; choice < filters_.choices.size() && verdict != hopeless; ++choice)
        if (!has_one_of(document, filters_.choices[choice])) fail(choice);
    return verdict;
}

void FacetCounts::count(DocumentNumber document, Verdict verdict) {
    if (verdict == hopeless) return;
    const auto& row = index_.figures(document);
    if (verdict == passed || verdict == wrong_rating)
        ++by_stars_[std::min<std::size_t>(row.rating_milli / 1000, most_stars)];
    if ((verdict == passed || verdict == wrong_price) && row.price != no_price) {
        prices_.least = std::min(prices_.least, row.price);
        prices_.most = std::max(prices_.most, row.price);
    }
    if (verdict == passed) {
        for (const auto value : index_.facets(document)) ++counts_[value];
    } else if (verdict < filters_.choices.size()) {
        const auto name = filters_.choices[verdict].name;
        for (const auto value : index_.facets(document))
            if (index_.name_of(value) == name) ++counts_[value];
    }
}

std::optional<Extent> FacetCounts::prices() const {
    return prices_.most < 0 ? std::nullopt : std::optional(prices_);
}

std::vector<RatingCount> FacetCounts::ratings() const {
    std::vector<RatingCount> ratings;
    std::int64_t count = 0;
    for (auto stars = most_stars; stars > 0; --stars) {
        count += by_stars_[stars];
        ratings.push_back({static_cast<std::int64_t>(stars), count});
    }
    return count > 0 ? ratings : std::vector<RatingCount>{};
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
