#include "card_number.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace kontor::payments {

namespace {

constexpr std::size_t shortest = 13;
constexpr std::size_t longest = 19;

bool passes_check(std::string_view digits) {
    int sum = 0;
    bool doubles = false;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        int value = *digit - '0';
        if (doubles && (value *= 2) > 9) value -= 9;
        sum += value;
        doubles = !doubles;
    }
    return sum % 10 == 0;
}

bool contains_number(std::string_view digits) {
    for (std::size_t start = 0; start + shortest <= digits.size(); ++start)
        for (auto length = shortest; length <= longest && start + length <= digits.size(); ++length)
            if (passes_check(digits.substr(start, length))) return true;
    return false;
}

constexpr UChar32 minus_sign = 0x2212;

// Blanks, hyphens and dashes of every kind, and what is not seen at all.
bool divides(UChar32 letter) {
    const auto category = u_charType(letter);
    return u_isUWhiteSpace(letter) || category == U_DASH_PUNCTUATION || category == U_FORMAT_CHAR ||
           letter == minus_sign;
}

}  // namespace

bool looks_like_card_number(std::string_view text) {
    std::string digits;
    const auto letters = icu::UnicodeString::fromUTF8(icu::StringPiece(text));
    for (std::int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
        const auto letter = letters.char32At(i);
        if (const auto digit = u_charDigitValue(letter); digit >= 0) {
            digits += static_cast<char>('0' + digit);
        } else if (!divides(letter)) {
            if (contains_number(digits)) return true;
            digits.clear();
        }
    }
    return contains_number(digits);
}

platform::Error card_number_given(const std::string& pointer) {
    return {platform::ErrorKind::invalid,
            "payments.card_number",
            "This looks like the number of a card. No card number may enter the shop: give the "
            "reference that the provider's own form made of it.",
            {{pointer, "card_number", "must not contain a card number"}}};
}

}  // namespace kontor::payments
