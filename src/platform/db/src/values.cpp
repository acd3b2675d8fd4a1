#include "platform/db/values.hpp"

#include <cstdio>

namespace kontor::platform::db {

Parameter text_parameter(std::string_view text) {
    if (text.find('\0') != std::string_view::npos)
        throw std::invalid_argument("a text for the database must not contain NUL");
    return std::string(text);
}

std::string time_to_column(Time time) {
    using namespace std::chrono;
    if (time < Time(sys_days(year(1) / 1 / 1))) throw std::out_of_range("a time before the year 1");
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    char text[64];
    const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d.%06d+00",
                                     int(date.year()), unsigned(date.month()), unsigned(date.day()),
                                     int(clock.hours().count()), int(clock.minutes().count()),
                                     int(clock.seconds().count()), int(clock.subseconds().count()));
    return {text, static_cast<std::size_t>(length)};
}

namespace {

// Walks over a text of a known shape.
class Scanner {
public:
    Scanner(std::string_view text, std::string_view type) : text_(text), type_(type) {}

    bool done() const { return at_ == text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }
    char next() {
        if (done()) fail();
        return text_[at_++];
    }
    void expect(char wanted) {
        if (next() != wanted) fail();
    }
    int number() {
        int value = 0;
        const auto [end, error] =
            std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
        if (error != std::errc{}) fail();
        at_ = static_cast<std::size_t>(end - text_.data());
        return value;
    }
    std::string_view until(std::string_view stops) {
        const auto end = text_.find_first_of(stops, at_);
        if (end == std::string_view::npos) fail();
        const auto start = std::exchange(at_, end);
        return text_.substr(start, end - start);
    }
    [[noreturn]] void fail() const { throw_column_error(type_, text_); }

private:
    std::string_view text_;
    std::string_view type_;
    std::size_t at_ = 0;
};

std::chrono::microseconds fraction(Scanner& scanner) {
    int microseconds = 0;
    int digits = 0;
    for (; scanner.peek() >= '0' && scanner.peek() <= '9' && digits < 6; ++digits)
        microseconds = microseconds * 10 + (scanner.next() - '0');
    for (; digits < 6; ++digits) microseconds *= 10;
    return std::chrono::microseconds(microseconds);
}

std::string quoted_element(Scanner& scanner) {
    std::string element;
    scanner.expect('"');
    while (scanner.peek() != '"') {
        if (scanner.peek() == '\\') scanner.next();
        element += scanner.next();
    }
    scanner.expect('"');
    return element;
}

Parameter parse_element(Scanner& scanner) {
    if (scanner.peek() == '"') return quoted_element(scanner);
    if (scanner.peek() == '{') scanner.fail();
    const auto bare = scanner.until(",}");
    if (bare.empty()) scanner.fail();
    if (bare == "NULL") return std::nullopt;
    return std::string(bare);
}

}  // namespace

Time time_from_column(std::string_view column) {
    using namespace std::chrono;
    Scanner scanner(column, "a time");
    const year y(scanner.number());
    scanner.expect('-');
    const month m(static_cast<unsigned>(scanner.number()));
    scanner.expect('-');
    const day d(static_cast<unsigned>(scanner.number()));
    scanner.expect(' ');
    Time time = sys_days(y / m / d);
    time += hours(scanner.number());
    scanner.expect(':');
    time += minutes(scanner.number());
    scanner.expect(':');
    time += seconds(scanner.number());
    if (scanner.peek() == '.') {
        scanner.next();
        time += fraction(scanner);
    }
    for (const char letter : std::string_view("+00")) scanner.expect(letter);
    if (!scanner.done()) scanner.fail();
    return time;
}

std::string array_literal(const std::vector<Parameter>& elements) {
    std::string literal = "{";
    for (const auto& element : elements) {
        if (literal.size() > 1) literal += ',';
        if (!element) {
            literal += "NULL";
            continue;
        }
        literal += '"';
        for (const char letter : *element) {
            if (letter == '"' || letter == '\\') literal += '\\';
            literal += letter;
        }
        literal += '"';
    }
    return literal += '}';
}

std::vector<Parameter> parse_array(std::string_view column) {
    Scanner scanner(column, "an array");
    std::vector<Parameter> elements;
    scanner.expect('{');
    if (scanner.peek() != '}') {
        elements.push_back(parse_element(scanner));
        while (scanner.peek() == ',') {
            scanner.next();
            elements.push_back(parse_element(scanner));
        }
    }
    scanner.expect('}');
    if (!scanner.done()) scanner.fail();
    return elements;
}

void throw_column_error(std::string_view type, std::string_view column) {
    constexpr std::size_t shown = 40;
    throw ColumnError("a column should hold " + std::string(type) + " but holds '" +
                      std::string(column.substr(0, shown)) + "'");
}

}  // namespace kontor::platform::db
