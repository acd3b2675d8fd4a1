#include "platform/core/money.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <limits>
#include <stdexcept>

using namespace kontor::platform;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

Money money(std::int64_t amount, std::string_view currency = "EUR") {
    return {amount, Currency::parse(currency).value()};
}

}  // namespace

TEST_CASE("a currency is three upper-case letters") {
    CHECK(Currency::parse("EUR")->code() == "EUR");
    for (const auto* code : {"", "EU", "EURO", "eur", "EuR", "E R", "E\xc3\x84", "123"})
        CHECK_FALSE(Currency::parse(code));
    CHECK(Currency().code() == "XXX");
}

TEST_CASE("a code that no country pays with is not in use") {
    for (const auto* code : {"EUR", "USD", "JPY", "CHF", "AED", "ZWG"})
        CHECK(Currency::parse(code)->is_in_use());
    for (const auto* code : {"ZZZ", "XXX", "XTS", "XAU", "DEM"})
        CHECK_FALSE(Currency::parse(code)->is_in_use());
}

TEST_CASE("a currency knows its digits after the point") {
    CHECK(Currency::parse("JPY")->exponent() == 0);
    CHECK(Currency::parse("KRW")->exponent() == 0);
    CHECK(Currency::parse("EUR")->exponent() == 2);
    CHECK(Currency::parse("KWD")->exponent() == 3);
    CHECK(Currency::parse("CLF")->exponent() == 4);
}

TEST_CASE("amounts of one currency add up") {
    CHECK(money(1999) + money(1) == money(2000));
    CHECK(money(1) - money(2) == money(-1));
    CHECK(money(1999) * 3 == money(5997));
    auto sum = money(1);
    sum += money(2);
    CHECK(sum == money(3));
}

TEST_CASE("currencies do not mix") {
    CHECK_THROWS_AS(money(1) + money(1, "USD"), std::logic_error);
    CHECK_THROWS_AS(money(1) - money(1, "USD"), std::logic_error);
    auto sum = money(1);
    CHECK_THROWS_AS(sum += money(1, "USD"), std::logic_error);
    CHECK(sum == money(1));
}

TEST_CASE("an amount beyond 64 bits throws") {
    CHECK(money(most - 1) + money(1) == money(most));
    CHECK_THROWS_AS(money(most) + money(1), std::overflow_error);
    CHECK_THROWS_AS(money(least) - money(1), std::overflow_error);
    CHECK_THROWS_AS(money(0) - money(least), std::overflow_error);
    CHECK_THROWS_AS(money(most / 2) * 3, std::overflow_error);
    CHECK_THROWS_AS(money(least) * -1, std::overflow_error);
}

TEST_CASE("shares are rounded half away from zero") {
    CHECK(multiply_divide(10, 1, 4) == 3);
    CHECK(multiply_divide(-10, 1, 4) == -3);
    CHECK(multiply_divide(10, -1, 4) == -3);
    CHECK(multiply_divide(9, 1, 4) == 2);
    CHECK(multiply_divide(11, 1, 4) == 3);
    CHECK(multiply_divide(1, 1, 2) == 1);
    CHECK(multiply_divide(1, 1, 3) == 0);
    CHECK(multiply_divide(2, 1, 3) == 1);
    CHECK(multiply_divide(0, 5, 3) == 0);
    CHECK(multiply_divide(1999, 190'000, 1'000'000) == 380);
}

TEST_CASE("shares go through 128 bits and throw beyond 64") {
    CHECK(multiply_divide(most, most, most) == most);
    CHECK(multiply_divide(least, most, most) == least);
    CHECK(multiply_divide(1, 1, most) == 0);
    CHECK_THROWS_AS(multiply_divide(most, 2, 1), std::overflow_error);
    CHECK_THROWS_AS(multiply_divide(least, least, 1), std::overflow_error);
    CHECK_THROWS_AS(multiply_divide(1, 1, 0), std::logic_error);
    CHECK_THROWS_AS(multiply_divide(1, 1, -1), std::logic_error);
}

TEST_CASE("rounding agrees with its definition for all small numbers") {
    for (int a = -30; a <= 30; ++a) {
        for (int b = -3; b <= 3; ++b) {
            for (int c = 1; c <= 12; ++c) {
                const auto share = multiply_divide(a, b, c);
                const auto error = 2 * (a * b - share * c);
                CHECK(std::abs(error) <= c);
                if (std::abs(error) == c) CHECK(std::abs(share) * c > std::abs(a * b));
            }
        }
    }
}

TEST_CASE("money reads as a person writes it") {
    CHECK(to_text(money(1999)) == "19.99 EUR");
    CHECK(to_text(money(5)) == "0.05 EUR");
    CHECK(to_text(money(0)) == "0.00 EUR");
    CHECK(to_text(money(-5)) == "-0.05 EUR");
    CHECK(to_text(money(-123456)) == "-1234.56 EUR");
    CHECK(to_text(money(1999, "JPY")) == "1999 JPY");
    CHECK(to_text(money(1, "KWD")) == "0.001 KWD");
    CHECK(to_text(money(least)) == "-92233720368547758.08 EUR");
}
