// From the text of a cell to what a product holds. Nothing when it does not say that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::app {

// "1997" and "1997.0".
std::optional<std::int64_t> parse_whole(std::string_view text);
// "4.34".
std::optional<double> parse_decimal(std::string_view text);
// "true", "yes", "1" and their opposites, in any case.
std::optional<bool> parse_boolean(std::string_view text);
// "14.99" of a currency with two digits after the point is 1499; "14.999" is nothing.
std::optional<std::int64_t> parse_amount(std::string_view text, int exponent);

std::string_view trimmed(std::string_view text);
// Without empty parts.
std::vector<std::string> split(std::string_view text, std::string_view separator);

}  // namespace kontor::app
