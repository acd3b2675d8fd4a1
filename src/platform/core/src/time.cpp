#include "platform/core/time.hpp"

#include <array>
#include <cstdio>

namespace kontor::platform {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

// Years 1 to 9999: what RFC 3339 can write and PostgreSQL can keep.
constexpr Time earliest = sys_days{std::chrono::year{1} / 1 / 1};
constexpr Time end_of_years = sys_days{std::chrono::year{10000} / 1 / 1};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<int> take_digits(std::string_view& text, std::size_t count, int max) {
    if (text.size() < count) return std::nullopt;
    int number = 0;
    for (const char c : text.substr(0, count)) {
        if (!is_digit(c)) return std::nullopt;
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(count);
    if (number > max) return std::nullopt;
    return number;
}

std::optional<sys_days> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4, 9999);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2, 12);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2, 31);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return sys_days{date};
}

std::optional<minutes> take_hours_and_minutes(std::string_view& text) {
    const auto hour = take_digits(text, 2, 23);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2, 59);
    if (!minute) return std::nullopt;
    return hours{*hour} + minutes{*minute};
}

std::optional<microseconds> take_fraction(std::string_view& text) {
    if (!take(text, '.')) return microseconds{0};
    int fraction = 0;
    int unit = 1'000'000;
    while (!text.empty() && is_digit(text.front())) {
        if (unit == 1) return std::nullopt;
        unit /= 10;
        fraction += (text.front() - '0') * unit;
        text.remove_prefix(1);
    }
    if (unit == 1'000'000) return std::nullopt;
    return microseconds{fraction};
}

std::optional<minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return minutes{0};
    const bool east = take(text, '+');
    if (!east && !take(text, '-')) return std::nullopt;
    const auto offset = take_hours_and_minutes(text);
    if (!offset) return std::nullopt;
    return east ? *offset : -*offset;
}

}  // namespace

std::string to_rfc3339(Time time) {
    const auto day = floor<days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{floor<milliseconds>(time - day)};
    std::array<char, 64> text;
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                      int(date.year()), unsigned(date.month()), unsigned(date.day()),
                      int(clock.hours().count()), int(clock.minutes().count()),
                      int(clock.seconds().count()), int(clock.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Time> parse_rfc3339(std::string_view text) {
    const auto date = take_date(text);
    if (!date || !(take(text, 'T') || take(text, 't'))) return std::nullopt;
    const auto hours_and_minutes = take_hours_and_minutes(text);
    if (!hours_and_minutes || !take(text, ':')) return std::nullopt;
    const auto second = take_digits(text, 2, 59);
    if (!second) return std::nullopt;
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;

    const Time time = *date + *hours_and_minutes - *offset + seconds{*second} + *fraction;
    if (time < earliest || time >= end_of_years) return std::nullopt;
    return time;
}

Time SystemClock::now() const {
    return floor<microseconds>(std::chrono::system_clock::now());
}

}  // namespace kontor::platform
