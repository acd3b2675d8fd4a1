// How the text of a path segment or a query parameter becomes a member of a described struct.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/id.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kontor::platform::http::detail {

using Parameters = std::vector<std::pair<std::string, std::string>>;
using PrefixedParameters = std::map<std::string, std::string>;

// What is wrong with a text, in the terms of platform/json: a stable code and what would be right.
struct Complaint {
    std::string code{};
    std::string expected{};
    bool any() const { return !code.empty(); }
};

template <class T>
Complaint read_text(std::string_view text, T& value);

template <class T>
    requires std::is_arithmetic_v<T>
Complaint read_number(std::string_view text, T& value) {
    constexpr auto expected = std::is_integral_v<T> ? "a whole number" : "a number";
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return {"range", std::string(expected)};
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return {"type", expected};
    if constexpr (std::is_floating_point_v<T>)
        if (!std::isfinite(value)) return {"type", expected};
    return {};
}

template <DescribedEnum E>
Complaint read_enum(std::string_view text, E& value) {
    if (const auto found = enum_from_name<E>(text)) {
        value = *found;
        return {};
    }
    std::string names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        names.append(names.empty() ? "one of " : ", ").append(enumerator.name);
    });
    return {"not_one_of", names};
}

template <Constrained T>
Complaint read_constrained(std::string_view text, T& value) {
    typename T::Base base{};
    if (auto complaint = read_text(text, base); complaint.any()) return complaint;
    auto accepted = T::accept(std::move(base));
    if (!accepted) return {std::string(T::broken), T::rule()};
    value = *std::move(accepted);
    return {};
}

template <class T>
Complaint take_parsed(std::optional<T> parsed, T& value, std::string expected) {
    if (!parsed) return {"format", std::move(expected)};
    value = *std::move(parsed);
    return {};
}

template <class T>
Complaint read_text(std::string_view text, T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        value = text;
        return {};
    } else if constexpr (std::is_same_v<T, bool>) {
        if (text != "true" && text != "false") return {"type", "true or false"};
        value = text == "true";
        return {};
    } else if constexpr (std::is_arithmetic_v<T>) {
        return read_number(text, value);
    } else if constexpr (DescribedEnum<T>) {
        return read_enum(text, value);
    } else if constexpr (Constrained<T>) {
        return read_constrained(text, value);
    } else if constexpr (IsId<T>::value) {
        return take_parsed(T::parse(text), value,
                           "an id that begins with " + std::string(T::prefix) + "_");
    } else if constexpr (std::is_same_v<T, Uuid>) {
        return take_parsed(parse_uuid(text), value, "a UUID");
    } else if constexpr (std::is_same_v<T, Time>) {
        return take_parsed(parse_rfc3339(text), value, "a time such as 2026-01-31T12:00:00Z");
    } else if constexpr (std::is_same_v<T, Currency>) {
        return take_parsed(Currency::parse(text), value, "a currency of ISO 4217 such as EUR");
    } else if constexpr (IsOptional<T>::value) {
        return read_text(text, value.emplace());
    } else {
        static_assert(!sizeof(T), "a path or query parameter cannot have this type");
    }
}

// Gives each member its parameter and remembers what was wrong or never asked for.
class QueryReader {
public:
    explicit QueryReader(const Parameters& parameters)
        : parameters_(parameters), taken_(parameters.size()) {}

    template <class T>
    void read(std::string_view name, T& value) {
        if constexpr (std::is_same_v<T, PrefixedParameters>) {
            take_prefixed(std::string(name) + ".", value);
        } else if (const auto* text = take(name)) {
            complain(name, read_text(*text, value));
        } else if constexpr (!IsOptional<T>::value) {
            complain(name, {"required", "given"});
        }
    }

    // malformed for names that nothing asked for, invalid for values that do not fit.
    Result<> finish() const;

private:
    const std::string* take(std::string_view name);
    void take_prefixed(std::string_view prefix, PrefixedParameters& values);
    void complain(std::string_view name, Complaint complaint);

    const Parameters& parameters_;
    std::vector<bool> taken_;
    std::vector<Problem> problems_;
};

template <class Query>
Result<Query> read_query(const Parameters& parameters) {
    Query query{};
    QueryReader reader(parameters);
    for_each_member<Query>(
        [&](std::string_view name, auto member) { reader.read(name, query.*member); });
    if (auto finished = reader.finish(); !finished) return finished.error();
    return query;
}

Error no_such_path();

// A path that does not parse names nothing: 404.
template <class Path>
Result<Path> read_path(const Parameters& parameters) {
    Path path{};
    bool fits = true;
    for_each_member<Path>([&](std::string_view name, auto member) {
        for (const auto& [parameter, text] : parameters)
            if (parameter == name && read_text(text, path.*member).any()) fits = false;
    });
    if (!fits) return no_such_path();
    return path;
}

}  // namespace kontor::platform::http::detail
