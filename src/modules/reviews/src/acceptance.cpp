#include "acceptance.hpp"

#include <algorithm>

namespace kontor::reviews {

namespace {

bool is_space(char c) {
    return static_cast<unsigned char>(c) <= ' ';
}

bool is_beyond_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_beyond_ascii(c);
}

// Without capitals, accents and punctuation where they can be told; a space around each word.
std::string fold(std::string_view text) {
    std::string folded = " ";
    while (!text.empty()) {
        const auto start = std::ranges::find_if_not(text, is_space);
        const auto end = std::find_if(start, text.end(), is_space);
        const std::string_view chunk(start, end);
        auto word = platform::Slug::from_title(chunk);
        std::ranges::replace(word, '-', ' ');
        if (word.empty()) std::ranges::copy_if(chunk, std::back_inserter(word), is_beyond_ascii);
        if (!word.empty()) folded.append(word).append(" ");
        text = std::string_view(end, text.end());
    }
    return folded;
}

}  // namespace

bool may_contain_link(std::string_view text) {
    if (text.find("://") != std::string_view::npos) return true;
    for (std::size_t dot = 1; dot + 2 < text.size(); ++dot)
        if (text[dot] == '.' && text[dot - 1] != '.' && !is_space(text[dot - 1]) &&
            is_letter(text[dot + 1]) && is_letter(text[dot + 2]))
            return true;
    return false;
}

Acceptance::Acceptance(const Config& config)
    : whose_(config.auto_accept), min_stars_(config.auto_accept_min_stars) {
    for (const auto& word : config.blocked_words)
        if (auto folded = fold(word); folded != " ") blocked_.push_back(std::move(folded));
}

bool Acceptance::takes(const Review& review) const {
    if (whose_ == AutoAccept::nobody || review.stars < min_stars_) return false;
    if (whose_ == AutoAccept::verified && !review.verified_purchase) return false;
    for (const auto* words : {&review.title, &review.text, &review.author}) {
        if (may_contain_link(*words)) return false;
        const auto folded = fold(*words);
        for (const auto& blocked : blocked_)
            if (folded.find(blocked) != std::string::npos) return false;
    }
    return true;
}

}  // namespace kontor::reviews
