#include "pricing/vat_id.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace kontor::pricing {

namespace {

using Digits = std::string_view;

int digit(char c) {
    return c - '0';
}

std::int64_t number(Digits digits) {
    std::int64_t value = 0;
    for (const char c : digits) value = value * 10 + digit(c);
    return value;
}

template <int... weights>
int weighted(Digits digits) {
    int sum = 0;
    auto next = digits.begin();
    ((sum += weights * digit(*next++)), ...);
    return sum;
}

template <int... weights>
bool passes_mod_11(Digits digits) {
    return weighted<weights...>(digits) % 11 == 0;
}

// Every second digit from the end counts twice, with the digits of what that makes.
int luhn_sum(Digits digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const bool twice = (digits.size() - i) % 2 == 0;
        const int value = digit(digits[i]) * (twice ? 2 : 1);
        sum += value / 10 + value % 10;
    }
    return sum;
}

bool passes_luhn(Digits digits) {
    return luhn_sum(digits) % 10 == 0;
}

// ISO 7064, modulus 11,10.
bool passes_mod_11_10(Digits digits) {
    int product = 10;
    for (const char c : digits.substr(0, digits.size() - 1)) {
        const int sum = (digit(c) + product) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == digit(digits.back());
}

bool passes_austrian(Digits text) {
    return (4 + luhn_sum(text.substr(1, 7)) + digit(text[8])) % 10 == 0;
}

bool passes_belgian(Digits digits) {
    return 97 - number(digits.substr(0, 8)) % 97 == number(digits.substr(8));
}

bool passes_luxembourgish(Digits digits) {
    return number(digits.substr(0, 6)) % 89 == number(digits.substr(6));
}

bool passes_portuguese(Digits digits) {
    const int rest = weighted<9, 8, 7, 6, 5, 4, 3, 2>(digits) % 11;
    return (rest < 2 ? 0 : 11 - rest) == digit(digits[8]);
}

// The first two may be letters; with digits they are a check of what follows.
bool passes_french(Digits text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!is_digit(text[0]) || !is_digit(text[1])) return true;
    return (number(text.substr(2)) * 100 + 12) % 97 == number(text.substr(0, 2));
}

// What may follow the country: 9 stands for a digit, A for a letter, X for either, the rest for
// itself.
struct Form {
    std::string_view prefix;
    std::string_view pattern;
    bool (*passes)(Digits) = nullptr;
};

constexpr std::array forms{
    Form{"AT", "U99999999", passes_austrian},
    Form{"BE", "0999999999", passes_belgian},
    Form{"BE", "1999999999", passes_belgian},
    Form{"BG", "999999999"},
    Form{"BG", "9999999999"},
    Form{"CHE", "999999999MWST"},
    Form{"CHE", "999999999TVA"},
    Form{"CHE", "999999999IVA"},
    Form{"CHE", "999999999"},
    Form{"CY", "99999999A"},
    Form{"CZ", "99999999"},
    Form{"CZ", "999999999"},
    Form{"CZ", "9999999999"},
    Form{"DE", "999999999", passes_mod_11_10},
    Form{"DK", "99999999", passes_mod_11<2, 7, 6, 5, 4, 3, 2, 1>},
    Form{"EE", "999999999"},
    Form{"EL", "999999999"},
    Form{"ES", "X9999999X"},
    Form{"FI", "99999999", passes_mod_11<7, 9, 10, 5, 8, 4, 2, 1>},
    Form{"FR", "XX999999999", passes_french},
    Form{"GB", "999999999"},
    Form{"GB", "999999999999"},
    Form{"HR", "99999999999", passes_mod_11_10},
    Form{"HU", "99999999"},
    Form{"IE", "9X99999A"},
    Form{"IE", "9999999AA"},
    Form{"IT", "99999999999", passes_luhn},
    Form{"LT", "999999999"},
    Form{"LT", "999999999999"},
    Form{"LU", "99999999", passes_luxembourgish},
    Form{"LV", "99999999999"},
    Form{"MT", "99999999"},
    Form{"NL", "999999999B99"},
    Form{"NO", "999999999MVA"},
    Form{"PL", "9999999999", passes_mod_11<6, 5, 7, 2, 3, 4, 5, 6, 7, -1>},
    Form{"PT", "999999999", passes_portuguese},
    Form{"RO", "99"},
    Form{"RO", "999"},
    Form{"RO", "9999"},
    Form{"RO", "99999"},
    Form{"RO", "999999"},
    Form{"RO", "9999999"},
    Form{"RO", "99999999"},
    Form{"RO", "999999999"},
    Form{"RO", "9999999999"},
    Form{"SE", "999999999901"},
    Form{"SI", "99999999"},
    Form{"SK", "9999999999"},
    Form{"XI", "999999999"},
    Form{"XI", "999999999999"},
};

bool fits(char c, char pattern) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = c >= 'A' && c <= 'Z';
    switch (pattern) {
        case '9':
            return is_digit;
        case 'A':
            return is_letter;
        case 'X':
            return is_digit || is_letter;
        default:
            return c == pattern;
    }
}

bool matches(std::string_view text, const Form& form) {
    if (!text.starts_with(form.prefix)) return false;
    text.remove_prefix(form.prefix.size());
    return std::ranges::equal(text, form.pattern, fits) && (!form.passes || form.passes(text));
}

}  // namespace

bool VatIdRule::normalise(std::string& text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '.' || c == '-'; });
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return std::ranges::any_of(forms, [&](const Form& form) { return matches(text, form); });
}

std::string country_of(const VatId& id) {
    const auto prefix = id.value().substr(0, 2);
    if (prefix == "EL") return "GR";
    if (prefix == "XI") return "GB";
    return prefix;
}

}  // namespace kontor::pricing
