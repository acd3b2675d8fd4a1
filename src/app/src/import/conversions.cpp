#include "import/conversions.hpp"

#include "platform/core/constrained.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace kontor::app {

namespace {

bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

template <class Number>
std::optional<Number> parse(std::string_view text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

}  // namespace

std::optional<std::int64_t> parse_whole(std::string_view text) {
    const auto point = std::min(text.find('.'), text.size());
    const auto fraction = text.substr(point);
    if (fraction.find_first_not_of("0", 1) != fraction.npos || fraction == ".") return std::nullopt;
    return parse<std::int64_t>(text.substr(0, point));
}

std::optional<double> parse_decimal(std::string_view text) {
    const auto number = parse<double>(text);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<std::variant<std::int64_t, double>> parse_number(std::string_view text) {
    if (const auto whole = parse<std::int64_t>(text)) return *whole;
    if (const auto decimal = parse_decimal(text)) return *decimal;
    return std::nullopt;
}

std::optional<bool> parse_boolean(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    constexpr std::array yes{"true", "yes", "1"};
    constexpr std::array no{"false", "no", "0"};
    if (std::ranges::find(yes, lower) != yes.end()) return true;
    if (std::ranges::find(no, lower) != no.end()) return false;
    return std::nullopt;
}

std::optional<std::int64_t> parse_amount(std::string_view text, int exponent) {
    const auto point = std::min(text.find('.'), text.size());
    const auto whole = text.substr(0, point);
    auto fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
    if (whole.empty() || !is_digits(whole) || !is_digits(fraction) || text.ends_with('.'))
        return std::nullopt;
    while (fraction.size() > static_cast<std::size_t>(exponent) && fraction.ends_with('0'))
        fraction.remove_suffix(1);
    if (fraction.size() > static_cast<std::size_t>(exponent)) return std::nullopt;
    auto digits = std::string(whole).append(fraction);
    digits.append(static_cast<std::size_t>(exponent) - fraction.size(), '0');
    return parse<std::int64_t>(digits);
}

std::string decimal_of(const platform::Money& price) {
    const auto digits = static_cast<std::size_t>(price.currency.exponent());
    auto text = std::to_string(price.amount);
    if (digits == 0) return text;
    if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
    return text.insert(text.size() - digits, ".");
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (const auto part = trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
        text.remove_prefix(std::min(end + separator.size(), text.size()));
    }
    return parts;
}

std::vector<std::string> split_pointer(std::string_view pointer) {
    std::vector<std::string> steps;
    for (std::size_t at = 0; at < pointer.size(); ++at) {
        if (pointer[at] == '/')
            steps.emplace_back();
        else if (pointer[at] == '~' && at + 1 < pointer.size() && !steps.empty())
            steps.back() += pointer[++at] == '1' ? '/' : '~';
        else if (!steps.empty())
            steps.back() += pointer[at];
    }
    return steps;
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 60;
    auto shown = text.substr(0, longest);
    while (shown.size() < text.size() && !shown.empty() &&
           !platform::is_plain_text(shown, 0, longest))
        shown.remove_suffix(1);
    std::string quoted = "'";
    if (platform::is_plain_text(shown, 0, longest) && (!shown.empty() || text.empty()))
        for (const char c : shown) quoted += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    else
        for (const char c : text.substr(0, longest)) quoted += c >= ' ' && c <= '~' ? c : '?';
    return quoted + (shown.size() < text.size() ? "...'" : "'");
}

std::string in_quotes(const std::vector<std::string>& texts) {
    constexpr std::size_t most = 20;
    std::string list;
    for (std::size_t index = 0; index < std::min(most, texts.size()); ++index)
        list.append(list.empty() ? "" : ", ").append(in_quotes(texts[index]));
    if (texts.size() > most) list += " and " + std::to_string(texts.size() - most) + " more";
    return list;
}

}  // namespace kontor::app
