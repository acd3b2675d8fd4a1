#include "series.hpp"

#include <chrono>
#include <regex>
#include <stdexcept>

namespace kontor::invoices {

namespace {

const std::regex& number_place() {
    static const std::regex place(R"(\{number(:0([1-9]))?\})");
    return place;
}

std::string with_year(std::string text, const std::string& year) {
    constexpr std::string_view place = "{year}";
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place))
        text.replace(at, place.size(), year);
    return text;
}

std::string padded(std::int64_t serial, std::size_t width) {
    auto digits = std::to_string(serial);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

}  // namespace

Numbering::Numbering(const std::string& pattern) : pattern_(pattern) {
    static const std::regex whole(
        R"(([A-Za-z0-9._-]|\{year\})*\{number(:0[1-9])?\}([A-Za-z0-9._-]|\{year\})*)");
    if (!std::regex_match(pattern, whole) || pattern.size() > 60)
        throw std::invalid_argument(
            "invoices: '" + pattern +
            "' is no series: give letters, digits, '.', '-' and '_', with {number} once (or "
            "{number:06} for leading zeros) and {year} where numbers begin anew with the year");
}

std::string Numbering::series(platform::Time at) const {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
    return with_year(pattern_, std::to_string(static_cast<int>(day.year())));
}

std::string Numbering::number(platform::Time at, std::int64_t serial) const {
    const auto text = series(at);
    std::smatch place;
    std::regex_search(text, place, number_place());
    const auto width = place[2].matched ? static_cast<std::size_t>(std::stoi(place[2].str())) : 0;
    return place.prefix().str() + padded(serial, width) + place.suffix().str();
}

}  // namespace kontor::invoices
