// What a column of a CSV file can become.
#pragma once

#include "app/bulk.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::app {

enum class Kind { text, list, whole, amount, attribute, json };

// How an attribute is kept, or in what a price is given.
enum class As { text, number, whole, decimal, boolean, minor_units };
BOOST_DESCRIBE_ENUM(As, text, number, whole, decimal, boolean, minor_units)

// In place of a step of a path: the variant that the row is about, and the currency of the row.
inline constexpr std::string_view this_variant = "-";
inline constexpr std::string_view row_currency = "*";

// The steps from the root of a record's document to a value. Prices and compare_at are reached by
// their currency and images by their number, although the document has lists of them.
using Path = std::vector<std::string>;

struct Target {
    std::string name;  // as the heading of a column
    Path path;
    Kind kind = Kind::text;
    std::optional<As> as{};
    bool clears = false;  // an empty cell says that there is to be none
};

std::optional<Target> find_target(Subject subject, std::string_view name);

// Names of which one at least must be there, for each thing that a record cannot do without.
std::vector<std::vector<std::string>> required_targets(Subject subject);

// For a person.
std::string names_of_targets(Subject subject);

// The headings under which an export writes what has a name of its own; numbers start at 1.
std::string attribute_heading(std::string_view name, As as);
std::string image_heading(std::string_view member, std::size_t number);

// Where a heading stands among those of a file: those with a name of their own come last.
std::size_t rank_of(Subject subject, std::string_view heading);

}  // namespace kontor::app
