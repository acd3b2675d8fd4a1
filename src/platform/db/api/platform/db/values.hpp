// How C++ values become parameters of a statement and columns become C++ values. Text format
// both ways; a type that is not listed here does not compile.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/id.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kontor::platform {

// A column did not hold what its reader expects: a mistake in a store, never in the input.
class ColumnError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

namespace db {

// A statement's parameter: nothing is SQL NULL. Text must not contain NUL (throws
// std::invalid_argument): the edge refuses it before it gets here.
using Parameter = std::optional<std::string>;

Parameter text_parameter(std::string_view text);
std::string time_to_column(Time time);
Time time_from_column(std::string_view column);
// The elements as a PostgreSQL array literal, quoted where needed.
std::string array_literal(const std::vector<Parameter>& elements);
// One-dimensional arrays only. A NULL element is nothing.
std::vector<Parameter> parse_array(std::string_view column);
[[noreturn]] void throw_column_error(std::string_view type, std::string_view column);

template <class T>
struct Codec;  // specialise: static Parameter encode(const T&); static T decode(std::string_view)

template <class T>
Parameter encode(const T& value) {
    return Codec<T>::encode(value);
}

template <>
struct Codec<std::string> {
    static Parameter encode(const std::string& value) { return text_parameter(value); }
    static std::string decode(std::string_view column) { return std::string(column); }
};

template <>
struct Codec<std::string_view> {
    static Parameter encode(std::string_view value) { return text_parameter(value); }
};

template <std::size_t N>
struct Codec<char[N]> {
    static Parameter encode(const char* value) { return text_parameter(value); }
};

template <>
struct Codec<const char*> {
    static Parameter encode(const char* value) { return text_parameter(value); }
};

template <>
struct Codec<bool> {
    static Parameter encode(bool value) { return value ? "t" : "f"; }
    static bool decode(std::string_view column) { return column == "t"; }
};

template <class T>
    requires(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
struct Codec<T> {
    static Parameter encode(T value) {
        char buffer[32];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
        return std::string(buffer, end);
    }
    static T decode(std::string_view column) {
        T value{};
        const auto [end, error] =
            std::from_chars(column.data(), column.data() + column.size(), value);
        if (error != std::errc{} || end != column.data() + column.size())
            throw_column_error("a number", column);
        return value;
    }
};

template <>
struct Codec<Uuid> {
    static Parameter encode(const Uuid& value) { return to_string(value); }
    static Uuid decode(std::string_view column) {
        const auto uuid = parse_uuid(column);
        if (!uuid) throw_column_error("a uuid", column);
        return *uuid;
    }
};

template <Prefix Kind>
struct Codec<Id<Kind>> {
    static Parameter encode(const Id<Kind>& value) { return to_string(value.uuid()); }
    static Id<Kind> decode(std::string_view column) {
        return Id<Kind>(Codec<Uuid>::decode(column));
    }
};

template <>
struct Codec<Time> {
    static Parameter encode(Time value) { return time_to_column(value); }
    static Time decode(std::string_view column) { return time_from_column(column); }
};

template <>
struct Codec<Currency> {
    static Parameter encode(Currency value) { return std::string(value.code()); }
    static Currency decode(std::string_view column) {
        const auto currency = Currency::parse(column);
        if (!currency) throw_column_error("a currency", column);
        return *currency;
    }
};

template <DescribedEnum E>
struct Codec<E> {
    static Parameter encode(E value) { return std::string(enum_name(value)); }
    static E decode(std::string_view column) {
        const auto value = enum_from_name<E>(column);
        if (!value) throw_column_error("an enumerator", column);
        return *value;
    }
};

template <Constrained T>
struct Codec<T> {
    static Parameter encode(const T& value) {
        return Codec<typename T::Base>::encode(value.value());
    }
    static T decode(std::string_view column) {
        auto value = T::accept(Codec<typename T::Base>::decode(column));
        if (!value) throw_column_error(T::rule(), column);
        return *std::move(value);
    }
};

template <class T>
struct Codec<std::optional<T>> {
    static Parameter encode(const std::optional<T>& value) {
        return value ? Codec<T>::encode(*value) : Parameter{};
    }
};

template <class T>
struct Codec<std::vector<T>> {
    static Parameter encode(const std::vector<T>& values) {
        std::vector<Parameter> elements;
        elements.reserve(values.size());
        for (const auto& value : values) elements.push_back(Codec<T>::encode(value));
        return array_literal(elements);
    }
    static std::vector<T> decode(std::string_view column) {
        std::vector<T> values;
        for (const auto& element : parse_array(column)) {
            if constexpr (IsOptional<T>::value)
                values.push_back(element ? T(Codec<typename T::value_type>::decode(*element))
                                         : T{});
            else
                values.push_back(Codec<T>::decode(element.value()));
        }
        return values;
    }
};

}  // namespace db
}  // namespace kontor::platform
