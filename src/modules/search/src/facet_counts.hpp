// Which filters a document passes, and what could still be chosen.
#pragma once

#include "matching.hpp"

#include <array>

namespace kontor::search {

// A facet counts what passes all filters but its own: what choosing one more of its values adds.
class FacetCounts {
public:
    FacetCounts(const Index& index, const Plan& plan);

    // The only filter that a document fails: one of the choices, by its number, or one of these.
    using Verdict = std::uint32_t;
    static constexpr Verdict passed = UINT32_MAX;
    static constexpr Verdict hopeless = passed - 1;  // it fails several
    static constexpr Verdict wrong_price = passed - 2;
    static constexpr Verdict wrong_rating = passed - 3;

    Verdict judge(DocumentNumber document) const {
        return filters_anything_ ? judge_filters(document) : passed;
    }
    void count(DocumentNumber document, Verdict verdict);

    // Those with few enough values to choose from: categories first, of each the values found most
    // often and those that are chosen.
    std::vector<Facet> facets() const;
    // None: nothing has a price.
    std::optional<Extent> prices() const;
    // With that many stars and more, the most stars first; none where nothing is rated.
    std::vector<RatingCount> ratings() const;

private:
    Verdict judge_filters(DocumentNumber document) const;
    bool has_right_price(const Index::Figures& row) const;
    bool has_one_of(DocumentNumber document, const Filters::Choice& choice) const;
    bool is_chosen(ValueNumber value) const;

    static constexpr std::size_t most_stars = 5;

    const Index& index_;
    const Filters& filters_;
    bool filters_anything_;
    std::vector<std::uint32_t> counts_;
    Extent prices_{no_price, -1};
    std::array<std::int64_t, most_stars + 1> by_stars_{};
};

}  // namespace kontor::search
