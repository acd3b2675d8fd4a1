#include "words.hpp"

#include "platform/core/constrained.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace kontor::search {

namespace {

bool is_ascii(UChar32 c) {
    return c < 0x80;
}

// Apostrophes, accents that stand for themselves, and what is not seen: nothing is between the
// letters on either side.
bool vanishes(UChar32 c) {
    constexpr UChar32 typographic_apostrophe = 0x2019;
    constexpr UChar32 letter_apostrophe = 0x2bc;
    const bool is_accent = c >= 0x300 && c <= 0x36f;
    return c == '\'' || c == typographic_apostrophe || c == letter_apostrophe || is_accent ||
           u_charType(c) == U_FORMAT_CHAR;
}

// Vowels of Indian scripts, say, are marks.
bool is_of_word(UChar32 c) {
    return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

std::string utf8_of(UChar32 c) {
    std::string letter;
    icu::UnicodeString(c).toUTF8String(letter);
    return letter;
}

// With other marks, or of full width: the letters that it is made of. Other scripts keep theirs,
// where a mark may make another letter.
bool is_made_of_latin(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return u_isdigit(c) || uscript_getScript(c, &status) == USCRIPT_LATIN;
}

icu::UnicodeString parts_of(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* const forms = icu::Normalizer2::getNFKDInstance(status);
    icu::UnicodeString parts;
    if (!is_made_of_latin(c) || !forms->getDecomposition(c, parts)) parts = c;
    return parts;
}

// Of a letter in lower case.
std::string folded_part(UChar32 c) {
    if (vanishes(c) || !is_of_word(c)) return {};
    auto letter = utf8_of(c);
    auto latin = platform::Slug::from_title(letter);
    return latin.empty() ? letter : latin;
}

// One character beyond ASCII; nothing of what is of no word.
std::string folded_other(UChar32 c) {
    const auto lower = u_tolower(c);
    if (auto whole = platform::Slug::from_title(utf8_of(lower)); !whole.empty()) return whole;
    if (!is_of_word(lower)) return {};
    std::string folded;
    const auto parts = parts_of(lower);
    for (std::int32_t place = 0; place < parts.length(); place = parts.moveIndex32(place, 1))
        folded += folded_part(u_tolower(parts.char32At(place)));
    return folded;
}

std::string folded_character(UChar32 c) {
    if (c < 0) return {};
    if (!is_ascii(c)) return folded_other(c);
    return u_isalnum(c) ? std::string(1, static_cast<char>(u_tolower(c))) : std::string();
}

}  // namespace

std::string fold(std::string_view text) {
    std::string folded;
    bool is_between_words = false;
    const auto end = static_cast<std::int32_t>(text.size());
    for (std::int32_t place = 0; place < end;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), place, end, c);
        if (c >= 0 && vanishes(c)) continue;
        const auto letters = folded_character(c);
        if (!letters.empty() && is_between_words && !folded.empty()) folded += ' ';
        folded += letters;
        is_between_words = letters.empty();
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
