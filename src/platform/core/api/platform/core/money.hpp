// Money as the trade counts it: whole minor units of one currency, no fractions, no floats.
#pragma once

#include "platform/core/describe.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kontor::platform {

// An ISO 4217 code: three upper-case letters.
class Currency {
public:
    Currency() = default;  // "XXX": no currency
    static std::optional<Currency> parse(std::string_view code);

    std::string_view code() const { return {code_.data(), code_.size()}; }
    // Whether money of it is in use, so that something can be sold for it.
    bool is_in_use() const;
    // Digits after the point of the major unit: JPY 0, EUR 2, KWD 3.
    int exponent() const;

    friend auto operator<=>(const Currency&, const Currency&) = default;

private:
    std::array<char, 3> code_{'X', 'X', 'X'};
};

struct Money {
    std::int64_t amount = 0;  // minor units
    Currency currency;

    friend bool operator==(const Money&, const Money&) = default;
};
BOOST_DESCRIBE_STRUCT(Money, (), (amount, currency))

// Arithmetic throws std::logic_error across currencies and std::overflow_error beyond 64 bits:
// both mean that a check was forgotten, for input is bounded where it enters.
Money operator+(const Money& left, const Money& right);
Money operator-(const Money& left, const Money& right);
Money operator*(const Money& price, std::int64_t quantity);
Money& operator+=(Money& left, const Money& right);

// Rates are parts per million: 19 % is 190 000.
using RatePpm = std::int64_t;

// numerator * factor / divisor, rounded half away from zero, through 128 bits. divisor > 0.
std::int64_t multiply_divide(std::int64_t numerator, std::int64_t factor, std::int64_t divisor);

// "19.99 EUR", for logs, mails and terminals.
std::string to_text(const Money& money);

}  // namespace kontor::platform
