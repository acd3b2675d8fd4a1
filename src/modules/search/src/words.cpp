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

std::size_t length_at(std::string_view utf8, std::size_t place) {
    const auto byte = static_cast<unsigned char>(utf8[place]);
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

// Of a letter of two bytes: Greek, Cyrillic, Armenian.
std::string lower(std::string letter) {
    if (letter.size() != 2) return letter;
    auto code = (static_cast<unsigned char>(letter[0]) & 0x1fU) << 6 |
                (static_cast<unsigned char>(letter[1]) & 0x3fU);
    if ((code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f))
        code += 0x20;
    else if (code >= 0x400 && code <= 0x40f)
        code += 0x50;
    else if (code >= 0x531 && code <= 0x556)
        code += 0x30;
    letter[0] = static_cast<char>(0xc0 | code >> 6);
    letter[1] = static_cast<char>(0x80 | (code & 0x3f));
    return letter;
}

bool is_punctuation(std::string_view letter) {
    return letter.starts_with("\xe2\x80") || letter.starts_with("\xe2\x81") ||
           letter.starts_with("\xe3\x80");
}

std::string fold_latin(std::string_view chunk) {
    auto folded = platform::Slug::from_title(chunk);
    std::ranges::replace(folded, '-', ' ');
    return folded;
}

// Scripts that cannot be written in Latin letters stay as they are, in lower case.
std::string fold_chunk(std::string_view chunk) {
    if (std::ranges::none_of(chunk, is_beyond_ascii)) return fold_latin(chunk);
    std::string folded;
    std::size_t latin = 0;
    for (std::size_t place = 0; place < chunk.size();) {
        const auto letter = chunk.substr(place, length_at(chunk, place));
        if (is_beyond_ascii(letter[0]) && platform::Slug::from_title(letter).empty()) {
            folded.append(fold_latin(chunk.substr(latin, place - latin)));
            if (!is_punctuation(letter)) folded.append(lower(std::string(letter)));
            latin = place + letter.size();
        }
        place += letter.size();
    }
    return folded.append(fold_latin(chunk.substr(latin)));
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

std::string first_words(const std::string& folded, std::size_t most) {
    std::size_t end = 0;
    for (; most > 0 && end != folded.npos; --most) end = folded.find(' ', end == 0 ? 0 : end + 1);
    return folded.substr(0, end);
}

std::string squeeze(std::string folded) {
    std::erase(folded, ' ');
    return folded;
}

bool is_code(std::string_view word) {
    constexpr std::size_t shortest = 6;
    return word.size() >= shortest &&
           std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::string title_key(const std::string& title) {
    auto key = fold(title);
    return key.empty() ? title : key;
}

}  // namespace kontor::search
