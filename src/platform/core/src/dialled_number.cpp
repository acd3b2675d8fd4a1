#include "platform/core/dialled_number.hpp"

#include <algorithm>
#include <array>

namespace kontor::platform {

namespace {

constexpr std::size_t fewest_digits = 3;
constexpr std::size_t most_digits = 40;

// Blanks that do not break the line and the dashes of typesetters come along with what is pasted.
constexpr std::array<std::string_view, 13> separators{
    " ",      "(",      ")",      ".",      "/",      "-",     "\u00A0",
    "\u2009", "\u202F", "\u2010", "\u2011", "\u2012", "\u2013"};

std::size_t separator_at_start(std::string_view text) {
    const auto found = std::ranges::find_if(
        separators, [&](std::string_view one) { return text.starts_with(one); });
    return found == separators.end() ? 0 : found->size();
}

}  // namespace

bool DialledNumberRule::normalise(std::string& text) {
    if (text.starts_with(' ')) return false;
    std::string number;
    for (std::string_view rest(text); !rest.empty();) {
        const auto separator = separator_at_start(rest);
        if (separator == 0) {
            const bool is_digit = rest.front() >= '0' && rest.front() <= '9';
            const bool is_plus = rest.front() == '+' && number.empty();
            if (!is_digit && !is_plus) return false;
            number += rest.front();
        }
        rest.remove_prefix(std::max<std::size_t>(separator, 1));
    }
    const auto digits = number.size() - (number.starts_with('+') ? 1 : 0);
    if (digits < fewest_digits || digits > most_digits) return false;
    if (number.starts_with("00")) number.replace(0, 2, "+");
    text = std::move(number);
    return true;
}

}  // namespace kontor::platform
