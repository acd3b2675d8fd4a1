#pragma once

#include "stems.hpp"
#include "typos.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::search {

using WordNumber = std::uint32_t;

// Words as numbers, found by spelling, beginning, inflection and likeness. Reading is thread-safe
// as long as nobody adds.
class Vocabulary {
public:
    static constexpr WordNumber unknown = UINT32_MAX;

    explicit Vocabulary(const std::vector<std::string>& languages) : stems_(languages) {}

    WordNumber add(std::string_view word);
    // To be called after the last add() and before beginning_with().
    void settle();

    std::size_t size() const { return words_.size(); }
    const std::string& text(WordNumber word) const { return words_[word]; }
    WordNumber find(std::string_view word) const;
    using Visit = std::function<void(WordNumber)>;
    void beginning_with(std::string_view beginning, const Visit& visit) const;
    // Words that have a stem in common with it, itself included.
    void inflections_of(std::string_view word, const Visit& visit) const;
    // Answers with the number of typos, from 0 to most.
    void similar_to(std::string_view word, int most,
                    const std::function<void(WordNumber, int)>& visit) const;

private:
    struct Sketch {
        std::uint32_t letters;
        WordNumber word;
    };

    mutable std::mutex stems_mutex_;
    Stems stems_;
    std::deque<std::string> words_;
    boost::unordered_flat_map<std::string_view, WordNumber> numbers_;
    boost::unordered_flat_map<std::string, std::vector<WordNumber>> inflections_;
    std::vector<WordNumber> alphabetical_;
    std::vector<std::vector<Sketch>> by_length_{longest_word + 1};
};

}  // namespace kontor::search
