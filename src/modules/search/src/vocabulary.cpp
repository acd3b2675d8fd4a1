#include "vocabulary.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace kontor::search {

WordNumber Vocabulary::add(std::string_view word) {
    if (const auto known = numbers_.find(word); known != numbers_.end()) return known->second;
    const auto number = static_cast<WordNumber>(words_.size());
    const auto& text = words_.emplace_back(word);
    numbers_.emplace(text, number);
    for (auto& stem : stems_.of(text)) inflections_[std::move(stem)].push_back(number);
    const auto letters = letters_of(text);
    by_length_[letters.size()].push_back({letter_set(letters), number});
    return number;
}

void Vocabulary::settle() {
    std::vector<WordNumber> added(words_.size() - alphabetical_.size());
    if (added.empty()) return;
    std::iota(added.begin(), added.end(), static_cast<WordNumber>(alphabetical_.size()));
    const auto by_text = [&](WordNumber number) -> const std::string& { return words_[number]; };
    std::ranges::sort(added, {}, by_text);
    std::vector<WordNumber> all(words_.size());
    std::ranges::merge(alphabetical_, added, all.begin(), {}, by_text, by_text);
    alphabetical_ = std::move(all);
}

WordNumber Vocabulary::find(std::string_view word) const {
    const auto found = numbers_.find(word);
    return found == numbers_.end() ? unknown : found->second;
}

void Vocabulary::beginning_with(std::string_view beginning, const Visit& visit) const {
    const auto by_text = [&](WordNumber number) { return std::string_view(words_[number]); };
    for (auto word = std::ranges::lower_bound(alphabetical_, beginning, {}, by_text);
         word != alphabetical_.end() && words_[*word].starts_with(beginning); ++word)
        visit(*word);
}

void Vocabulary::inflections_of(std::string_view word, const Visit& visit) const {
    const auto stems = [&] {
        const std::scoped_lock lock(stems_mutex_);
        return stems_.of(word);
    }();
    for (const auto& stem : stems)
        if (const auto words = inflections_.find(stem); words != inflections_.end())
            for (const auto other : words->second) visit(other);
}

void Vocabulary::similar_to(std::string_view word, int most,
                            const std::function<void(WordNumber, int)>& visit) const {
    const auto letters = letters_of(word);
    const auto set = letter_set(letters);
    const TypoCounter counter(letters);
    const auto allowed = static_cast<std::size_t>(most);
    const auto longest = std::min(longest_word, letters.size() + allowed);
    for (auto length = letters.size() - std::min(letters.size(), allowed); length <= longest;
         ++length)
        for (const auto& sketch : by_length_[length]) {
            if (std::popcount(sketch.letters ^ set) > 2 * most) continue;
            const auto typos = counter.typos(letters_of(words_[sketch.word]));
            if (typos <= most) visit(sketch.word, typos);
        }
}

}  // namespace kontor::search
