// What of an index meets a plan, in which order, and how much of it has which properties: pure.
#pragma once

#include "index.hpp"
#include "search/search.hpp"

namespace kontor::search {

struct Term {
    WordNumber word = Vocabulary::unknown;
    const Postings* named = nullptr;
    const Postings* described = nullptr;
    std::uint32_t weight = 100;  // of a hundred

    std::uint32_t documents() const {
        return named->size() + (described != nullptr ? described->size() : 0);
    }
};

// One word as typed: whatever may stand for it.
struct Wanted {
    std::vector<Term> terms;
    std::uint32_t rarity = 0;
};

struct Filters {
    struct Choice {
        std::uint32_t name = 0;
        std::vector<ValueNumber> values;  // one of them; none: nothing will do
    };
    std::vector<Choice> choices;
    std::optional<std::int64_t> price_min;
    std::optional<std::int64_t> price_max;
    std::uint32_t rating_min_milli = 0;
    bool in_stock = false;
};

struct Extent {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

// From where a page goes on.
struct Place {
    std::string key;
    platform::Uuid product;
};

struct Plan {
    std::vector<Wanted> words;
    bool in_descriptions = true;
    std::size_t needed = 0;                           // how many of them a document must have
    std::string typed;                                // folded
    std::optional<std::vector<DocumentNumber>> only;  // whatever the words
    Filters filters;
    Sort sort = Sort::newest;
    std::optional<Place> after;
    std::size_t limit = 20;
    bool counting = true;
};

struct Hit {
    DocumentNumber document = 0;
    std::int64_t key = 0;
};

struct Matches {
    std::vector<Hit> page;  // best first; one more than the limit when there is a next page
    std::size_t total = 0;
    std::vector<Facet> facets;
    std::optional<Extent> prices;
    std::vector<RatingCount> ratings;
};

Matches match(const Index& index, const Plan& plan);

// As in Place::key.
std::string key_text(const Index& index, Sort sort, const Hit& hit);

}  // namespace kontor::search
