// What was typed, as words of an index: pure.
#pragma once

#include "matching.hpp"

#include <map>

namespace kontor::search {

// By a folded word, the words that mean the same.
using Synonyms = std::map<std::string, std::vector<std::string>, std::less<>>;

// How far from what was typed a search goes.
enum class Effort {
    as_typed,    // typos are mended only in words that nobody uses
    with_typos,  // every word may be a mistake, or the beginning of another
    most_of_it,  // and one word in three may be missing
};

class Interpretation {
public:
    // typed: folded. Later words of very long texts are ignored.
    Interpretation(const Index& index, const Synonyms& synonyms, std::string_view typed);

    // Fills in the words, and how many of them are needed.
    void apply(Effort effort, Plan& plan) const;
    // The words as a document has them, when a typo had to be mended for it.
    std::optional<std::string> corrected(const Plan& plan, DocumentNumber document) const;

    bool empty() const { return words_.empty(); }

private:
    Wanted interpret(std::size_t place, Effort effort) const;
    void add(WordNumber word, std::uint32_t weight, Wanted& wanted) const;
    void add_what_means_the_same(std::string_view word, Wanted& wanted) const;
    void add_beginnings(std::string_view word, Wanted& wanted) const;
    void add_phrases(std::string_view two_words, Wanted& wanted) const;
    void add_mended(std::string_view word, Effort effort, Wanted& wanted) const;
    void weigh(std::string_view word, Wanted& wanted) const;
    bool is_used(WordNumber word) const;

    const Index& index_;
    const Synonyms& synonyms_;
    std::string typed_;
    std::vector<std::string> words_;
};

}  // namespace kontor::search
