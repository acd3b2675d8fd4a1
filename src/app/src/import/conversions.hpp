// From the text of a cell to what a product holds. Nothing when it does not say that.
#pragma once

#include "platform/core/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kontor::app {

// "1997" and "1997.0".
std::optional<std::int64_t> parse_whole(std::string_view text);
// "4.34".
std::optional<double> parse_decimal(std::string_view text);
// A whole number where it is written without a point, a decimal otherwise.
std::optional<std::variant<std::int64_t, double>> parse_number(std::string_view text);
// "true", "yes", "1" and their opposites, in any case.
std::optional<bool> parse_boolean(std::string_view text);
// "14.99" of a currency with two digits after the point is 1499; "14.999" is nothing.
std::optional<std::int64_t> parse_amount(std::string_view text, int exponent);

// The other way round.
std::string decimal_of(const platform::Money& price);

std::string_view trimmed(std::string_view text);
// Without empty parts.
std::vector<std::string> split(std::string_view text, std::string_view separator);

// The steps of a JSON pointer.
std::vector<std::string> split_pointer(std::string_view pointer);

// For a message: the beginning of the text, whatever bytes it is made of.
std::string in_quotes(std::string_view text);
// The first of them.
std::string in_quotes(const std::vector<std::string>& texts);

}  // namespace kontor::app
