#include "weighted_range.hpp"

#include "text.hpp"

#include <algorithm>

namespace kontor::platform::http {
namespace {

constexpr int full_quality = WeightedRange::full_quality;

bool is_range(std::string_view name) {
    return name == "*" || (!name.empty() && std::ranges::all_of(name, [](char letter) {
               return is_letter_or_digit(letter) || letter == '-';
           }));
}

// "0", "0.5", "0.123", "1.000"
std::optional<int> parse_quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int quality = (text[0] - '0') * full_quality;
    int worth = full_quality / 10;
    for (const char digit : text.substr(std::min<std::size_t>(text.size(), 2))) {
        if (!is_digit(digit)) return std::nullopt;
        quality += (digit - '0') * worth;
        worth /= 10;
    }
    if (quality > full_quality) return std::nullopt;
    return quality;
}

std::optional<WeightedRange> parse_range(std::string_view text) {
    const auto semicolon = text.find(';');
    WeightedRange range{trimmed(text.substr(0, semicolon))};
    if (!is_range(range.name)) return std::nullopt;
    if (semicolon == text.npos) return range;
    const auto weight = trimmed(text.substr(semicolon + 1));
    if (weight.size() < 3 || lower(weight[0]) != 'q' || weight[1] != '=') return std::nullopt;
    const auto quality = parse_quality(weight.substr(2));
    if (!quality) return std::nullopt;
    range.quality = *quality;
    return range;
}

}  // namespace

std::optional<WeightedRange> take_range(std::string_view& list) {
    const auto text = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), text.size() + 1));
    if (trimmed(text).empty()) return WeightedRange{};
    return parse_range(text);
}

}  // namespace kontor::platform::http
