// What json.hpp's templates are made of. Per type there are small tables of functions; the loops
// over them are compiled once, in the room's own sources.
#pragma once

#include "platform/json/detail/read.hpp"
#include "platform/json/detail/schema.hpp"
#include "platform/json/detail/write.hpp"

namespace kontor::platform::json {

template <class T>
Result<T> from_value(const boost::json::value& tree, Absent absent) {
    detail::Reading reading(absent);
    T value{};
    detail::read_value(reading, detail::Place{}, tree, value);
    if (reading.failed()) return reading.refusal();
    return value;
}

template <class T>
Result<T> read(std::string_view text, Absent absent) {
    const detail::Document document(text);
    if (document.error()) return *document.error();
    return from_value<T>(document.root(), absent);
}

template <class T>
std::string write(const T& value) {
    std::string text;
    detail::write_value(text, value);
    return text;
}

template <class T>
boost::json::object schema(boost::json::object& components) {
    return detail::schema_of<T>(components);
}

}  // namespace kontor::platform::json
