#pragma once

#include "platform/json/detail/types.hpp"

#include <span>

namespace kontor::platform::json::detail {

struct WriteMember {
    std::string_view name;
    // Appends nothing for a member that is left out.
    void (*write)(std::string& out, const void* object);

    template <class T, class Descriptor>
    static constexpr WriteMember make();
};

void write_members(std::string& out, const void* object, std::span<const WriteMember> members);
void write_text(std::string& out, std::string_view text);
void write_signed(std::string& out, std::int64_t number);
void write_unsigned(std::string& out, std::uint64_t number);
// Throws std::domain_error for infinity and NaN, which JSON cannot say.
void write_double(std::string& out, double number);
void write_any(std::string& out, const boost::json::value& value);

template <class T>
void write_value(std::string& out, const T& value);

template <class T>
void write_elements(std::string& out, const std::vector<T>& elements) {
    out += '[';
    bool first = true;
    for (const auto& element : elements) {
        if (!first) out += ',';
        first = false;
        write_value<T>(out, element);
    }
    out += ']';
}

template <class T>
void write_entries(std::string& out, const std::map<std::string, T>& entries) {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : entries) {
        if (!first) out += ',';
        first = false;
        write_text(out, key);
        out += ':';
        write_value(out, value);
    }
    out += '}';
}

template <class T>
void write_value(std::string& out, const T& value) {
    if constexpr (std::same_as<T, bool>)
        out += value ? "true" : "false";
    else if constexpr (std::signed_integral<T>)
        write_signed(out, value);
    else if constexpr (std::unsigned_integral<T>)
        write_unsigned(out, value);
    else if constexpr (std::same_as<T, double>)
        write_double(out, value);
    else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>)
        write_text(out, value);
    else if constexpr (IsId<T>::value)
        write_text(out, value.text());
    else if constexpr (std::same_as<T, Uuid>)
        write_text(out, to_string(value));
    else if constexpr (std::same_as<T, Time>)
        write_text(out, to_rfc3339(value));
    else if constexpr (std::same_as<T, Currency>)
        write_text(out, value.code());
    else if constexpr (Constrained<T>)
        write_value<typename T::Base>(out, value.value());
    else if constexpr (DescribedEnum<T>)
        write_text(out, enum_name(value));
    else if constexpr (is_optional<T>) {
        if (value)
            write_value(out, *value);
        else
            out += "null";
    } else if constexpr (is_nullable<T>)
        write_value(out, value.value);
    else if constexpr (is_vector<T>)
        write_elements(out, value);
    else if constexpr (is_map<T>)
        write_entries(out, value);
    else if constexpr (is_variant<T>)
        std::visit([&](const auto& alternative) { write_value(out, alternative); }, value);
    else if constexpr (is_any_json<T>)
        write_any(out, value);
    else if constexpr (Described<T>)
        write_members(out, &value, member_table<WriteMember, T>);
    else
        static_assert(has_no_json_form<T>, "this type cannot be written as JSON");
}

template <class T, class Descriptor>
constexpr WriteMember WriteMember::make() {
    return {Descriptor::name, [](std::string& out, const void* object) {
                const auto& member = static_cast<const T*>(object)->*Descriptor::pointer;
                if constexpr (is_optional<MemberType<Descriptor>>) {
                    if (!member) return;
                }
                write_value(out, member);
            }};
}

}  // namespace kontor::platform::json::detail
