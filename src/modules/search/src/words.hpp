// Text as words that compare without case, accents and punctuation: pure.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace kontor::search {

// Folded words, separated by single spaces.
std::string fold(std::string_view text);

std::string first_words(const std::string& folded, std::size_t most);

template <class Visit>
void for_each_word(std::string_view folded, const Visit& visit) {
    while (!folded.empty()) {
        const auto end = std::min(folded.find(' '), folded.size());
        visit(folded.substr(0, end));
        folded.remove_prefix(std::min(end + 1, folded.size()));
    }
}

// Without the spaces: how numbers of articles are compared.
std::string squeeze(std::string folded);

// A word that tells one article from others: an ISBN, part of a number.
bool is_code(std::string_view word);

// A key that titles are ordered by.
std::string title_key(const std::string& title);

}  // namespace kontor::search
