#include "platform/json/json.hpp"

#include <algorithm>
#include <cmath>

namespace kontor::platform::json::detail {

namespace {

// A hostile document must not be answered with a longer one.
constexpr std::size_t most_problems = 100;
constexpr std::size_t most_pointer_bytes = 16'384;

std::string pointer_to(const Place& place) {
    if (!place.parent) return {};
    std::string pointer = pointer_to(*place.parent) + '/';
    if (place.is_element) return pointer + std::to_string(place.index);
    for (const char c : place.key) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return pointer;
}

std::string list(std::span<const std::string_view> names) {
    std::string text;
    for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

std::string known_fields(std::span<const ReadMember> members) {
    if (members.empty()) return "is not known; no field is known here";
    std::vector<std::string_view> names;
    for (const auto& member : members) names.push_back(member.name);
    return "is not known; known here: " + list(names);
}

bool refuse_unknown(Reading& reading, const Place& place, const boost::json::object& object,
                    std::span<const ReadMember> members) {
    std::string detail;
    for (const auto& entry : object) {
        const std::string_view key = entry.key();
        if (std::ranges::find(members, key, &ReadMember::name) != members.end()) continue;
        if (detail.empty()) detail = known_fields(members);
        reading.complain({.parent = &place, .key = key}, "unknown_field", detail);
    }
    return detail.empty();
}

bool out_of_range(Reading& reading, const Place& place, const std::string& min,
                  const std::string& max) {
    return reading.complain(place, "range", "must be a whole number from " + min + " to " + max);
}

// Beyond the 64 bits of the others.
bool is_large(const boost::json::value& from) {
    const auto* number = from.if_double();
    return number && std::abs(*number) >= 0x1p63;
}

}  // namespace

bool Reading::complain(const Place& place, std::string_view code, std::string_view detail) {
    if (problems_.size() == most_problems || pointer_bytes_ > most_pointer_bytes) return false;
    problems_.push_back({pointer_to(place), std::string(code), std::string(detail)});
    pointer_bytes_ += problems_.back().pointer.size();
    return false;
}

Error Reading::refusal() const {
    return {ErrorKind::invalid, "json.invalid",
            problems_.size() == 1 ? "One field is not valid; see its problem."
                                  : "Some fields are not valid; see their problems.",
            problems_};
}

bool read_members(Reading& reading, const Place& place, const boost::json::value& from,
                  void* object, std::span<const ReadMember> members) {
    const auto* entries = object_of(reading, place, from);
    if (!entries) return false;
    bool good = true;
    std::size_t found = 0;
    for (const auto& member : members) {
        const Place at{.parent = &place, .key = member.name};
        if (const auto* value = entries->if_contains(member.name)) {
            ++found;
            good &= member.read(reading, at, *value, object);
        } else if (!member.may_be_absent && !reading.keeps_defaults()) {
            good = reading.complain(at, "required", "is required");
        }
    }
    if (found < entries->size()) good &= refuse_unknown(reading, place, *entries, members);
    return good;
}

bool read_bool(Reading& reading, const Place& place, const boost::json::value& from, bool& into) {
    const auto* value = from.if_bool();
    if (!value) return reading.complain(place, "type", "must be true or false");
    into = *value;
    return true;
}

bool read_double(Reading& reading, const Place& place, const boost::json::value& from,
                 double& into) {
    if (!from.is_number()) return reading.complain(place, "type", "must be a number");
    into = from.to_number<double>();
    return true;
}

bool read_text(Reading& reading, const Place& place, const boost::json::value& from,
               std::string& into) {
    const auto text = text_of(reading, place, from);
    if (text) into = *text;
    return text.has_value();
}

bool read_scalar(Reading& reading, const Place& place, const boost::json::value& from,
                 Scalar& into) {
    switch (from.kind()) {
        case boost::json::kind::bool_:
            into = from.get_bool();
            return true;
        case boost::json::kind::double_:
            into = from.get_double();
            return true;
        case boost::json::kind::string:
            into = std::string(from.get_string());
            return true;
        case boost::json::kind::int64:
            into = from.get_int64();
            return true;
        case boost::json::kind::uint64:
            into = static_cast<double>(from.get_uint64());
            return true;
        default:
            return reading.complain(place, "type", "must be true, false, a number or a string");
    }
}

bool read_signed(Reading& reading, const Place& place, const boost::json::value& from,
                 std::int64_t min, std::int64_t max, std::int64_t& into) {
    if (!from.is_int64() && !from.is_uint64() && !is_large(from))
        return reading.complain(place, "type", "must be a whole number");
    const auto* number = from.if_int64();
    if (!number || *number < min || *number > max)
        return out_of_range(reading, place, std::to_string(min), std::to_string(max));
    into = *number;
    return true;
}

bool read_unsigned(Reading& reading, const Place& place, const boost::json::value& from,
                   std::uint64_t max, std::uint64_t& into) {
    const auto* number = from.if_int64();
    if (is_large(from)) return out_of_range(reading, place, "0", std::to_string(max));
    if (!number && !from.is_uint64())
        return reading.complain(place, "type", "must be a whole number");
    const bool negative = number && *number < 0;
    const auto positive = number ? static_cast<std::uint64_t>(*number) : from.get_uint64();
    if (negative || positive > max) return out_of_range(reading, place, "0", std::to_string(max));
    into = positive;
    return true;
}

std::optional<std::string_view> text_of(Reading& reading, const Place& place,
                                        const boost::json::value& from) {
    if (const auto* text = from.if_string()) return *text;
    reading.complain(place, "type", "must be a string");
    return std::nullopt;
}

const boost::json::array* array_of(Reading& reading, const Place& place,
                                   const boost::json::value& from) {
    const auto* array = from.if_array();
    if (!array) reading.complain(place, "type", "must be a list");
    return array;
}

const boost::json::object* object_of(Reading& reading, const Place& place,
                                     const boost::json::value& from) {
    const auto* object = from.if_object();
    if (!object) reading.complain(place, "type", "must be an object");
    return object;
}

bool not_one_of(Reading& reading, const Place& place, std::span<const std::string_view> names) {
    return reading.complain(place, "not_one_of", "must be one of " + list(names));
}

}  // namespace kontor::platform::json::detail
