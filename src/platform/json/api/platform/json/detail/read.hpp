#pragma once

#include "platform/json/detail/types.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <limits>
#include <span>

namespace kontor::platform::json::detail {

// A parsed text, in memory of its own that is given back at once.
class Document {
public:
    explicit Document(std::string_view text);
    const std::optional<Error>& error() const { return error_; }
    const boost::json::value& root() const { return root_; }

private:
    std::array<unsigned char, 4096> first_block_;
    boost::json::monotonic_resource memory_;
    boost::json::value root_;
    std::optional<Error> error_;
};

// Where in the document a value stands: a member of its parent's place, or an element.
struct Place {
    const Place* parent = nullptr;
    std::string_view key{};
    std::size_t index = 0;
    bool is_element = false;
};

class Reading {
public:
    explicit Reading(Absent absent) : absent_(absent) {}

    bool keeps_defaults() const { return absent_ == Absent::keeps_default; }
    bool failed() const { return !problems_.empty(); }
    Error refusal() const;

    // Always false, so that a reader can return it.
    bool complain(const Place& place, std::string_view code, std::string_view detail);

private:
    Absent absent_;
    std::vector<Problem> problems_;
    std::size_t pointer_bytes_ = 0;
};

struct ReadMember {
    std::string_view name;
    bool may_be_absent;
    bool (*read)(Reading&, const Place&, const boost::json::value&, void* object);

    template <class T, class Descriptor>
    static constexpr ReadMember make();
};

bool read_members(Reading&, const Place&, const boost::json::value&, void* object,
                  std::span<const ReadMember> members);
bool read_bool(Reading&, const Place&, const boost::json::value&, bool& into);
bool read_double(Reading&, const Place&, const boost::json::value&, double& into);
bool read_text(Reading&, const Place&, const boost::json::value&, std::string& into);
bool read_scalar(Reading&, const Place&, const boost::json::value&, Scalar& into);
bool read_signed(Reading&, const Place&, const boost::json::value&, std::int64_t min,
                 std::int64_t max, std::int64_t& into);
bool read_unsigned(Reading&, const Place&, const boost::json::value&, std::uint64_t max,
                   std::uint64_t& into);
// The text to parse, or nothing after a complaint.
std::optional<std::string_view> text_of(Reading&, const Place&, const boost::json::value&);
const boost::json::array* array_of(Reading&, const Place&, const boost::json::value&);
const boost::json::object* object_of(Reading&, const Place&, const boost::json::value&);
bool not_one_of(Reading&, const Place&, std::span<const std::string_view> names);

template <class T>
bool read_value(Reading& reading, const Place& place, const boost::json::value& from, T& into);

template <class T>
bool read_parsed(Reading& reading, const Place& place, const boost::json::value& from,
                 std::optional<T> (*parse)(std::string_view), std::string_view rule, T& into) {
    const auto text = text_of(reading, place, from);
    if (!text) return false;
    const auto value = parse(*text);
    if (!value) return reading.complain(place, "format", rule);
    into = *value;
    return true;
}

template <std::integral T>
bool read_integer(Reading& reading, const Place& place, const boost::json::value& from, T& into) {
    using Limits = std::numeric_limits<T>;
    bool fits = false;
    if constexpr (std::is_signed_v<T>) {
        std::int64_t number = 0;
        fits = read_signed(reading, place, from, Limits::min(), Limits::max(), number);
        into = static_cast<T>(number);
    } else {
        std::uint64_t number = 0;
        fits = read_unsigned(reading, place, from, Limits::max(), number);
        into = static_cast<T>(number);
    }
    return fits;
}

template <DescribedEnum T>
bool read_enum(Reading& reading, const Place& place, const boost::json::value& from, T& into) {
    const auto name = text_of(reading, place, from);
    if (!name) return false;
    const auto value = enum_from_name<T>(*name);
    if (!value) return not_one_of(reading, place, enumerator_names<T>);
    into = *value;
    return true;
}

template <Constrained T>
bool read_constrained(Reading& reading, const Place& place, const boost::json::value& from,
                      T& into) {
    typename T::Base base{};
    if (!read_value(reading, place, from, base)) return false;
    auto value = T::accept(std::move(base));
    if (!value) return reading.complain(place, T::broken, "must be " + std::string(T::rule()));
    into = *std::move(value);
    return true;
}

template <class T>
bool read_optional(Reading& reading, const Place& place, const boost::json::value& from,
                   std::optional<T>& into) {
    into.reset();
    if (!is_nullable<T> && from.is_null()) return true;
    return read_value(reading, place, from, into.emplace());
}

template <class T>
bool read_elements(Reading& reading, const Place& place, const boost::json::value& from,
                   std::vector<T>& into) {
    into.clear();
    const auto* elements = array_of(reading, place, from);
    if (!elements) return false;
    into.reserve(elements->size());
    bool good = true;
    for (const auto& element : *elements) {
        T value{};
        const Place at{.parent = &place, .index = into.size(), .is_element = true};
        good &= read_value(reading, at, element, value);
        into.push_back(std::move(value));
    }
    return good;
}

template <class T>
bool read_entries(Reading& reading, const Place& place, const boost::json::value& from,
                  std::map<std::string, T>& into) {
    into.clear();
    const auto* entries = object_of(reading, place, from);
    if (!entries) return false;
    bool good = true;
    for (const auto& entry : *entries) {
        const Place at{.parent = &place, .key = entry.key()};
        good &= read_value(reading, at, entry.value(), into[std::string(entry.key())]);
    }
    return good;
}

template <class T>
bool read_any(Reading& reading, const Place& place, const boost::json::value& from, T& into) {
    if constexpr (std::same_as<T, boost::json::value>) {
        into = from;
        return true;
    } else if constexpr (std::same_as<T, boost::json::object>) {
        const auto* object = object_of(reading, place, from);
        if (object) into = *object;
        return object != nullptr;
    } else {
        const auto* array = array_of(reading, place, from);
        if (array) into = *array;
        return array != nullptr;
    }
}

template <class T>
bool read_value(Reading& reading, const Place& place, const boost::json::value& from, T& into) {
    if constexpr (std::same_as<T, bool>)
        return read_bool(reading, place, from, into);
    else if constexpr (std::integral<T>)
        return read_integer(reading, place, from, into);
    else if constexpr (std::same_as<T, double>)
        return read_double(reading, place, from, into);
    else if constexpr (std::same_as<T, std::string>)
        return read_text(reading, place, from, into);
    else if constexpr (std::same_as<T, Scalar>)
        return read_scalar(reading, place, from, into);
    else if constexpr (IsId<T>::value)
        return read_parsed<T>(reading, place, from, &T::parse,
                              "must be an id that begins with " + std::string(T::prefix) + "_",
                              into);
    else if constexpr (std::same_as<T, Uuid>)
        return read_parsed<T>(reading, place, from, &parse_uuid, "must be a UUID", into);
    else if constexpr (std::same_as<T, Time>)
        return read_parsed<T>(reading, place, from, &parse_rfc3339,
                              "must be a time of RFC 3339 such as 2026-01-31T12:00:00Z", into);
    else if constexpr (std::same_as<T, Currency>)
        return read_parsed<T>(reading, place, from, &Currency::parse,
                              "must be a currency code of ISO 4217 such as EUR", into);
    else if constexpr (Constrained<T>)
        return read_constrained(reading, place, from, into);
    else if constexpr (DescribedEnum<T>)
        return read_enum(reading, place, from, into);
    else if constexpr (is_optional<T>)
        return read_optional(reading, place, from, into);
    else if constexpr (is_nullable<T>)
        return read_optional(reading, place, from, into.value);
    else if constexpr (is_vector<T>)
        return read_elements(reading, place, from, into);
    else if constexpr (is_map<T>)
        return read_entries(reading, place, from, into);
    else if constexpr (is_any_json<T>)
        return read_any(reading, place, from, into);
    else if constexpr (Described<T>)
        return read_members(reading, place, from, &into, member_table<ReadMember, T>);
    else
        static_assert(has_no_json_form<T>, "this type cannot be read from JSON");
}

template <class T, class Descriptor>
constexpr ReadMember ReadMember::make() {
    return {Descriptor::name, is_optional<MemberType<Descriptor>>,
            [](Reading& reading, const Place& place, const boost::json::value& from, void* object) {
                return read_value(reading, place, from,
                                  static_cast<T*>(object)->*Descriptor::pointer);
            }};
}

}  // namespace kontor::platform::json::detail
