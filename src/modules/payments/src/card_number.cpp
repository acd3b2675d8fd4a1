#include "card_number.hpp"

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

}  // namespace

bool looks_like_card_number(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != ' ' && c != '-') {
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
