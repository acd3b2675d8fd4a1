// Text as words that compare without case, accents and punctuation: pure.
#pragma once

#include <string>
#include <string_view>

namespace kontor::search {

// Folded words, separated by single spaces.
std::string fold(std::string_view text);

// The text of a tsquery that wants every word of what was typed, the longer ones and the last
// also as the beginning of a word. Empty when nothing in it can be searched for.
std::string query_of(std::string_view typed);

// A key that titles are ordered by.
std::string title_key(const std::string& title);

}  // namespace kontor::search
