#include "platform/json/json.hpp"

#include <boost/core/demangle.hpp>

#include <mutex>

namespace kontor::platform::json::detail {

namespace {

void erase_all(std::string& text, std::string_view part) {
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at))
        text.erase(at, part.size());
}

// kontor::platform::http::Page<kontor::catalog::ProductView> becomes
// http.Page-catalog.ProductView: the characters OpenAPI allows.
std::string readable_name(const std::type_info& type) {
    std::string name = boost::core::demangle(type.name());
    for (const auto part : {"kontor::", "platform::", "(anonymous namespace)::", " "})
        erase_all(name, part);
    for (auto at = name.find("::"); at != name.npos; at = name.find("::", at))
        name.replace(at, 2, ".");
    for (char& c : name) {
        const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '.' || c == '_';
        if (c == '<')
            c = '-';
        else if (!allowed)
            c = '_';
    }
    while (name.ends_with('_')) name.pop_back();
    return name;
}

// One name per type for the life of the process, also where two types are called alike.
std::string component_name(const std::type_info& type, const void* type_identity) {
    static std::mutex mutex;
    static std::map<const void*, std::string> name_of;
    static std::map<std::string, int> uses_of;
    const std::lock_guard lock(mutex);
    auto& name = name_of[type_identity];
    if (name.empty()) {
        name = readable_name(type);
        if (const int use = ++uses_of[name]; use > 1) name += std::to_string(use);
    }
    return name;
}

}  // namespace

boost::json::object struct_schema(boost::json::object& components, const std::type_info& type,
                                  const void* type_identity,
                                  std::span<const SchemaMember> members) {
    const auto name = component_name(type, type_identity);
    if (!components.contains(name)) {
        components[name] = nullptr;  // a struct may contain itself
        boost::json::object properties;
        boost::json::array required;
        for (const auto& member : members) {
            properties[member.name] = member.schema(components);
            if (member.required) required.emplace_back(member.name);
        }
        boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
        if (!required.empty()) schema["required"] = std::move(required);
        schema["additionalProperties"] = false;
        components[name] = std::move(schema);
    }
    return {{"$ref", "#/components/schemas/" + name}};
}

boost::json::object enum_schema(std::span<const std::string_view> names) {
    return {{"type", "string"}, {"enum", choices_schema(names)}};
}

boost::json::array choices_schema(std::span<const std::string_view> texts) {
    return boost::json::array(texts.begin(), texts.end());
}

boost::json::object pattern_schema(std::string_view pattern) {
    return {{"type", "string"}, {"pattern", pattern}};
}

boost::json::object id_schema(std::string_view prefix) {
    return pattern_schema("^" + std::string(prefix) + "_[0-7][0-9a-hjkmnp-tv-z]{25}$");
}

boost::json::object format_schema(std::string_view format) {
    return {{"type", "string"}, {"format", format}};
}

boost::json::object type_schema(std::string_view type) {
    return {{"type", type}};
}

boost::json::object integer_schema(std::int64_t min, std::int64_t max) {
    return {{"type", "integer"}, {"minimum", min}, {"maximum", max}};
}

boost::json::object unsigned_schema(std::uint64_t max) {
    return {{"type", "integer"}, {"minimum", 0}, {"maximum", max}};
}

boost::json::object scalar_schema() {
    return {{"type", {"boolean", "number", "string"}}};
}

boost::json::object nullable_schema(boost::json::object schema) {
    auto* type = schema.if_contains("type");
    if (!type || !type->is_string() || schema.contains("enum"))
        return {{"anyOf", boost::json::array{std::move(schema), type_schema("null")}}};
    *type = boost::json::array{*type, "null"};
    return schema;
}

}  // namespace kontor::platform::json::detail
