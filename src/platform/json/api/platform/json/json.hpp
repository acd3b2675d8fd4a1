// Described structs from and to JSON.
//
//   struct members             JSON object members of the same name
//   std::optional<T>           may be absent or null; left out when empty
//   Nullable<T>                always written, null when empty
//   Change<T>                  may be absent, or null, which is something else
//   Id, Time, Currency, enums  strings (TypeID, RFC 3339, ISO 4217, enumerator's name)
//   Constrained types          their base, checked by their rule
//   std::vector, std::map<std::string, T>, Scalar, boost::json::object
#pragma once

#include "platform/core/nullable.hpp"
#include "platform/core/result.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace kontor::platform::json {

using platform::Nullable;

// A value whose type the shop's owner chooses, such as a product's attribute.
using Scalar = std::variant<bool, std::int64_t, double, std::string>;

enum class Absent { refused, keeps_default };

// Strict RFC 8259: valid UTF-8, at most 32 levels, no duplicate keys, no \u0000, no lone
// surrogates, no integers beyond 64 bits, no numbers beyond a double. Refuses json.malformed
// (malformed) with the place, or json.invalid (invalid) with every problem and its pointer:
// required, unknown_field, type, length, range, format, not_one_of. No more than a hundred problems
// are told, and fewer where their pointers are very long.
template <class T>
Result<T> read(std::string_view text, Absent absent = Absent::refused);

// The same from a tree that is already parsed.
template <class T>
Result<T> from_value(const boost::json::value& tree, Absent absent = Absent::refused);

// Throws std::domain_error for a double that is infinite or not a number. Other variants than
// Scalar are written as the alternative they hold, and cannot be read.
template <class T>
std::string write(const T& value);

// JSON Schema (2020-12) of T. Named structs become $ref into components, which collects them.
template <class T>
boost::json::object schema(boost::json::object& components);

}  // namespace kontor::platform::json

#include "platform/json/detail.hpp"
