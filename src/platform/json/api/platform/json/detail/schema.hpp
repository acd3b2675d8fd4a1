#pragma once

#include "platform/json/detail/types.hpp"

#include <span>
#include <typeinfo>

namespace kontor::platform::json::detail {

struct SchemaMember {
    std::string_view name;
    bool required;
    boost::json::object (*schema)(boost::json::object& components);

    template <class T, class Descriptor>
    static constexpr SchemaMember make();
};

// Tells types apart that share a name, such as those of two unnamed namespaces.
template <class T>
inline constexpr char identity = 0;

boost::json::object struct_schema(boost::json::object& components, const std::type_info& type,
                                  const void* type_identity, std::span<const SchemaMember> members);
boost::json::object enum_schema(std::span<const std::string_view> names);
boost::json::array choices_schema(std::span<const std::string_view> texts);
boost::json::object pattern_schema(std::string_view pattern);
boost::json::object id_schema(std::string_view prefix);
boost::json::object format_schema(std::string_view format);
boost::json::object type_schema(std::string_view type);
boost::json::object integer_schema(std::int64_t min, std::int64_t max);
boost::json::object unsigned_schema(std::uint64_t max);
boost::json::object scalar_schema();
boost::json::object nullable_schema(boost::json::object schema);

template <class T>
boost::json::object schema_of(boost::json::object& components);

template <std::integral T>
boost::json::object number_schema() {
    if constexpr (std::is_signed_v<T>)
        return integer_schema(std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
    else
        return unsigned_schema(std::numeric_limits<T>::max());
}

// The schema of the base, narrowed by what the type tells of its rule.
template <Constrained T>
boost::json::object constrained_schema(boost::json::object& components) {
    auto schema = schema_of<typename T::Base>(components);
    constexpr bool is_text = std::same_as<typename T::Base, std::string>;
    if constexpr (requires { T::min; }) schema[is_text ? "minLength" : "minimum"] = T::min;
    if constexpr (requires { T::max; }) schema[is_text ? "maxLength" : "maximum"] = T::max;
    if constexpr (requires { T::format; }) schema["format"] = T::format;
    if constexpr (requires { T::pattern; }) schema["pattern"] = T::pattern;
    if constexpr (requires { T::choices(); }) schema["enum"] = choices_schema(T::choices());
    schema["description"] = std::string(T::rule());
    return schema;
}

template <class... T>
boost::json::object variant_schema(boost::json::object& components, std::variant<T...>*) {
    return {{"oneOf", boost::json::array{schema_of<T>(components)...}}};
}

template <class T>
boost::json::object schema_of(boost::json::object& components) {
    if constexpr (std::same_as<T, bool>)
        return type_schema("boolean");
    else if constexpr (std::integral<T>)
        return number_schema<T>();
    else if constexpr (std::same_as<T, double>)
        return type_schema("number");
    else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>)
        return type_schema("string");
    else if constexpr (std::same_as<T, Scalar>)
        return scalar_schema();
    else if constexpr (IsId<T>::value)
        return id_schema(T::prefix);
    else if constexpr (std::same_as<T, Uuid>)
        return format_schema("uuid");
    else if constexpr (std::same_as<T, Time>)
        return format_schema("date-time");
    else if constexpr (std::same_as<T, Currency>)
        return pattern_schema("^[A-Z]{3}$");
    else if constexpr (Constrained<T>)
        return constrained_schema<T>(components);
    else if constexpr (DescribedEnum<T>)
        return enum_schema(enumerator_names<T>);
    else if constexpr (is_optional<T>)
        return schema_of<typename T::value_type>(components);
    else if constexpr (is_nullable<T>)
        return nullable_schema(schema_of<typename decltype(T::value)::value_type>(components));
    else if constexpr (is_vector<T>)
        return {{"type", "array"}, {"items", schema_of<typename T::value_type>(components)}};
    else if constexpr (is_map<T>)
        return {{"type", "object"},
                {"additionalProperties", schema_of<typename T::mapped_type>(components)}};
    else if constexpr (is_variant<T>)
        return variant_schema(components, static_cast<T*>(nullptr));
    else if constexpr (std::same_as<T, boost::json::value>)
        return {};
    else if constexpr (std::same_as<T, boost::json::object>)
        return type_schema("object");
    else if constexpr (std::same_as<T, boost::json::array>)
        return type_schema("array");
    else if constexpr (Described<T>)
        return struct_schema(components, typeid(T), &identity<T>, member_table<SchemaMember, T>);
    else
        static_assert(has_no_json_form<T>, "this type has no JSON schema");
}

template <class T, class Descriptor>
constexpr SchemaMember SchemaMember::make() {
    using Member = MemberType<Descriptor>;
    return {Descriptor::name, !is_optional<Member>, &schema_of<Member>};
}

}  // namespace kontor::platform::json::detail
