// Which filters a document passes, and what could still be chosen.
#pragma once

#include "matching.hpp"

namespace kontor::search {

// A facet counts what passes all filters but its own: what choosing one more of its values adds.
class FacetCounts {
public:
    FacetCounts(const Index& index, const Filters& filters);

    struct Verdict {
        int failures = 0;          // of filters
        std::uint32_t failed = 0;  // the last choice that it failed
        bool passes() const { return failures == 0; }
    };
    Verdict judge(DocumentNumber document) const;
    void count(DocumentNumber document, const Verdict& verdict);

    // Those with few enough values to choose from: categories first, of each the values found most
    // often and those that are chosen.
    std::vector<Facet> facets() const;

private:
    bool has_one_of(DocumentNumber document, const Filters::Choice& choice) const;
    bool is_chosen(ValueNumber value) const;

    const Index& index_;
    const Filters& filters_;
    std::vector<std::uint32_t> counts_;
};

}  // namespace kontor::search
