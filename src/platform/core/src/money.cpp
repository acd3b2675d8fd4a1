#include "platform/core/money.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace kontor::platform {

namespace {

__extension__ using Wide = __int128;

// ISO 4217 without metals, funds and codes for tests.
constexpr std::string_view in_use =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN "
    "BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR "
    "FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
    "JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT "
    "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
    "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG "
    "XOF XPF YER ZAR ZMW ZWG";

// ISO 4217's currencies whose minor unit is not a hundredth.
constexpr std::string_view no_digits =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view three_digits = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view four_digits = "CLF UYW";

[[noreturn]] void throw_overflow() {
    throw std::overflow_error("an amount of money does not fit into 64 bits");
}

void require_same_currency(const Money& left, const Money& right) {
    if (left.currency == right.currency) return;
    throw std::logic_error("amounts in " + std::string(left.currency.code()) + " and " +
                           std::string(right.currency.code()) + " do not mix");
}

}  // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_upper)) return std::nullopt;
    Currency currency;
    std::copy(code.begin(), code.end(), currency.code_.begin());
    return currency;
}

bool Currency::is_in_use() const {
    return in_use.find(code()) != in_use.npos;
}

int Currency::exponent() const {
    if (no_digits.find(code()) != no_digits.npos) return 0;
    if (three_digits.find(code()) != three_digits.npos) return 3;
    if (four_digits.find(code()) != four_digits.npos) return 4;
    return 2;
}

Money operator+(const Money& left, const Money& right) {
    require_same_currency(left, right);
    Money sum = left;
    if (__builtin_add_overflow(left.amount, right.amount, &sum.amount)) throw_overflow();
    return sum;
}

Money operator-(const Money& left, const Money& right) {
    require_same_currency(left, right);
    Money difference = left;
    if (__builtin_sub_overflow(left.amount, right.amount, &difference.amount)) throw_overflow();
    return difference;
}

Money operator*(const Money& price, std::int64_t quantity) {
    Money product = price;
    if (__builtin_mul_overflow(price.amount, quantity, &product.amount)) throw_overflow();
    return product;
}

Money& operator+=(Money& left, const Money& right) {
    return left = left + right;
}

std::int64_t multiply_divide(std::int64_t numerator, std::int64_t factor, std::int64_t divisor) {
    if (divisor <= 0) throw std::logic_error("multiply_divide needs a positive divisor");
    const Wide product = Wide(numerator) * factor;
    Wide quotient = product / divisor;
    const Wide rest = product % divisor;
    const Wide distance = rest < 0 ? -rest : rest;
    if (distance != 0 && distance >= divisor - distance) quotient += product < 0 ? -1 : 1;
    if (quotient < std::numeric_limits<std::int64_t>::min() ||
        quotient > std::numeric_limits<std::int64_t>::max())
        throw_overflow();
    return static_cast<std::int64_t>(quotient);
}

std::string to_text(const Money& money) {
    const auto exponent = static_cast<std::size_t>(money.currency.exponent());
    const bool negative = money.amount < 0;
    const auto size = negative ? 0 - static_cast<std::uint64_t>(money.amount)
                               : static_cast<std::uint64_t>(money.amount);
    std::string text = std::to_string(size);
    if (exponent > 0) {
        if (text.size() <= exponent) text.insert(0, exponent + 1 - text.size(), '0');
        text.insert(text.size() - exponent, 1, '.');
    }
    if (negative) text.insert(0, 1, '-');
    return text.append(" ").append(money.currency.code());
}

}  // namespace kontor::platform
