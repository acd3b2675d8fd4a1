#include "fraction.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace kontor::pricing {
namespace {

Wide greatest_common_divisor(Wide left, Wide right) {
    while (right != 0) left = std::exchange(right, left % right);
    return left;
}

std::string digits_of(Wide number) {
    std::string digits;
    do {
        digits.push_back(static_cast<char>('0' + static_cast<int>(number % 10)));
        number /= 10;
    } while (number != 0);
    std::ranges::reverse(digits);
    return digits;
}

}  // namespace

std::int64_t rounded(const Fraction& fraction) {
    const Wide rest = fraction.numerator % fraction.divisor;
    const bool up = rest >= fraction.divisor - rest;
    const Wide quotient = fraction.numerator / fraction.divisor + (up ? 1 : 0);
    if (quotient > std::numeric_limits<std::int64_t>::max())
        throw std::overflow_error("an amount of money does not fit into 64 bits");
    return static_cast<std::int64_t>(quotient);
}

std::string to_text(const Fraction& fraction) {
    const Wide rest = fraction.numerator % fraction.divisor;
    const auto text = digits_of(fraction.numerator / fraction.divisor);
    if (rest == 0) return text;
    const Wide common = greatest_common_divisor(fraction.divisor, rest);
    return text + " " + digits_of(rest / common) + "/" + digits_of(fraction.divisor / common);
}

}  // namespace kontor::pricing
