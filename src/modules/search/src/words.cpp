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

void append_letter(std::string& folded, UChar32 c) {
    if (is_ascii(c)) {
        folded += static_cast<char>(u_tolower(c));
        return;
    }
    icu::UnicodeString(u_tolower(c)).toUTF8String(folded);
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

// One character beyond ASCII that does not vanish. Answers whether it is of a word.
bool append_other(std::string& folded, std::string_view letter, UChar32 c) {
    if (const auto latin = platform::Slug::from_title(letter); !latin.empty()) {
        folded.append(latin);
        return true;
    }
    if (!is_of_word(c)) return false;
    const auto parts = parts_of(c);
    for (std::int32_t place = 0; place < parts.length();) {
        const auto part = parts.char32At(place);
        place += U16_LENGTH(part);
        if (!vanishes(part)) append_letter(folded, part);
    }
    return true;
}

}  // namespace

std::string fold(std::string_view text) {
    std::string folded;
    bool is_between_words = false;
    const auto end = static_cast<std::int32_t>(text.size());
    for (std::int32_t place = 0; place < end;) {
        const auto start = place;
        UChar32 c = 0;
        U8_NEXT(text.data(), place, end, c);
        if (c >= 0 && vanishes(c)) continue;
        const auto before = folded.size();
        if (is_between_words && before > 0) folded += ' ';
        bool is_letter = false;
        if (c >= 0 && !is_ascii(c))
            is_letter = append_other(folded, text.substr(start, place - start), c);
        else if (c >= 0 && u_isalnum(c)) {
            append_letter(folded, c);
            is_letter = true;
        }
        if (!is_letter) folded.resize(before);
        is_between_words = !is_letter;
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
