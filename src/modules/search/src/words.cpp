#include "words.hpp"

#include "platform/core/constrained.hpp"

#include <algorithm>

namespace kontor::search {

namespace {

bool is_space(char c) {
    return static_cast<unsigned char>(c) <= ' ';
}
bool is_beyond_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

// Scripts that cannot be written in Latin letters stay as they are.
std::string fold_chunk(std::string_view chunk) {
    auto folded = platform::Slug::from_title(chunk);
    std::ranges::replace(folded, '-', ' ');
    if (folded.empty()) std::ranges::copy_if(chunk, std::back_inserter(folded), is_beyond_ascii);
    return folded;
}

}  // namespace

std::string fold(std::string_view text) {
    std::string folded;
    while (!text.empty()) {
        const auto start = std::ranges::find_if_not(text, is_space);
        const auto end = std::find_if(start, text.end(), is_space);
        const auto word = fold_chunk(std::string_view(start, end));
        if (!word.empty()) folded.append(folded.empty() ? "" : " ").append(word);
        text = std::string_view(end, text.end());
    }
    return folded;
}

std::string query_of(std::string_view typed) {
    constexpr std::size_t most_words = 12;
    const auto words = fold(typed);
    std::string query;
    std::size_t count = 0;
    for (std::size_t start = 0; start < words.size() && count < most_words; ++count) {
        const auto end = std::min(words.find(' ', start), words.size());
        const bool is_last = end == words.size();
        const bool is_prefix = end - start >= 3 || (is_last && end - start >= 2);
        query.append(query.empty() ? "'" : " & '").append(words, start, end - start);
        query.append(is_prefix ? "':*" : "'");
        start = end + 1;
    }
    return query;
}

std::string title_key(const std::string& title) {
    auto key = fold(title);
    return key.empty() ? title : key;
}

}  // namespace kontor::search
