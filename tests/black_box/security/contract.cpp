#include "contract.hpp"

#include <algorithm>
#include <cctype>

namespace kontor::test {

namespace bj = boost::json;

namespace {

// "addr" of "^addr_[0-7][0-9a-hjkmnp-tv-z]{25}$".
std::string prefix_of(const bj::object& schema) {
    const auto* pattern = schema.if_contains("pattern");
    if (pattern == nullptr) return "";
    const std::string text(pattern->as_string());
    const auto end = text.find("_[0-7][0-9a-hjkmnp-tv-z]{25}$");
    return text.starts_with('^') && end != text.npos ? text.substr(1, end - 1) : "";
}

std::string type_of(const bj::object& schema) {
    const auto* type = schema.if_contains("type");
    if (type == nullptr) return "object";
    return std::string(type->is_array() ? type->as_array().front().as_string() : type->as_string());
}

bj::value example_of_text(const bj::object& schema) {
    if (const auto* format = schema.if_contains("format")) {
        if (*format == "email") return "somebody@example.org";
        if (*format == "date") return "2000-01-01";
        if (*format == "date-time") return "2026-01-01T00:00:00.000Z";
    }
    const auto* least = schema.if_contains("minLength");
    const auto length = least ? std::max<std::int64_t>(1, least->to_number<std::int64_t>()) : 1;
    return bj::value(std::string(static_cast<std::size_t>(length), 'X'));
}

std::vector<Parameter> path_parameters(const bj::object& operation) {
    std::vector<Parameter> found;
    if (const auto* parameters = operation.if_contains("parameters"))
        for (const auto& parameter : parameters->as_array())
            if (parameter.at("in") == "path")
                found.push_back({std::string(parameter.at("name").as_string()),
                                 prefix_of(parameter.at("schema").as_object())});
    return found;
}

const bj::value* schema_in(const bj::value& holder) {
    const auto* content = holder.as_object().if_contains("content");
    if (content == nullptr) return nullptr;
    const auto* json = content->as_object().if_contains("application/json");
    return json ? json->as_object().if_contains("schema") : nullptr;
}

}  // namespace

std::string Operation::some_path() const {
    auto filled = path;
    for (const auto& parameter : path_parameters) {
        const auto name = "{" + parameter.name + "}";
        filled.replace(filled.find(name), name.size(), "1");
    }
    return filled;
}

Contract::Contract(bj::value document) : document_(std::move(document)) {
    for (const auto& [path, methods] : document_.at("paths").as_object())
        for (const auto& [method, described] : methods.as_object()) {
            const auto& operation = described.as_object();
            Operation found;
            found.id = std::string(operation.at("operationId").as_string());
            found.method = std::string(method);
            std::ranges::transform(found.method, found.method.begin(),
                                   [](unsigned char letter) { return std::toupper(letter); });
            found.path = std::string(path);
            found.path_parameters = path_parameters(operation);
            const auto* security = operation.if_contains("security");
            found.is_for_everybody = security == nullptr || security->as_array().empty();
            found.is_personal = operation.contains("x-personal");
            if (const auto* body = operation.if_contains("requestBody"))
                found.body = schema_in(*body);
            for (const auto& [status, answer] : operation.at("responses").as_object())
                if (status.starts_with('2'))
                    if (const auto* schema = schema_in(answer)) found.answers.push_back(schema);
            operations_.push_back(std::move(found));
        }
}

const bj::value& Contract::resolved(const bj::value& schema) const {
    const auto* reference = schema.as_object().if_contains("$ref");
    if (reference == nullptr) return schema;
    const std::string target(reference->as_string());
    return document_.at("components").at("schemas").at(target.substr(target.rfind('/') + 1));
}

bj::value Contract::example(const bj::value& any, const IdOf& id_of,
                            const std::set<std::string>& wanted) const {
    const auto& schema = resolved(any).as_object();
    if (const auto* choices = schema.if_contains("anyOf"))
        return example(choices->as_array().front(), id_of, wanted);
    if (const auto* values = schema.if_contains("enum")) return values->as_array().front();
    if (const auto prefix = prefix_of(schema); !prefix.empty()) return bj::value(id_of(prefix));
    const auto type = type_of(schema);
    if (type == "string") return example_of_text(schema);
    if (type == "boolean") return false;
    if (type == "integer" || type == "number") {
        const auto* least = schema.if_contains("minimum");
        return least ? *least : bj::value(1);
    }
    if (type == "array") return bj::array{example(schema.at("items"), id_of, wanted)};
    bj::object made;
    if (const auto* required = schema.if_contains("required"))
        for (const auto& name : required->as_array())
            made[name.as_string()] =
                example(schema.at("properties").at(name.as_string()), id_of, wanted);
    if (const auto* properties = schema.if_contains("properties"))
        for (const auto& [name, property] : properties->as_object())
            if (property.is_object() && wanted.contains(prefix_of(property.as_object())))
                made[name] = example(property, id_of, wanted);
    return made;
}

void Contract::walk(const bj::value& any, std::set<std::string>& seen,
                    const std::function<void(const bj::object&)>& visit) const {
    if (!any.is_object()) return;
    if (const auto* reference = any.as_object().if_contains("$ref"))
        if (!seen.insert(std::string(reference->as_string())).second) return;
    const auto& schema = resolved(any).as_object();
    visit(schema);
    if (const auto* choices = schema.if_contains("anyOf"))
        for (const auto& choice : choices->as_array()) walk(choice, seen, visit);
    for (const auto* name : {"items", "additionalProperties"})
        if (const auto* inner = schema.if_contains(name)) walk(*inner, seen, visit);
    if (const auto* properties = schema.if_contains("properties"))
        for (const auto& [name, property] : properties->as_object()) walk(property, seen, visit);
}

std::set<std::string> Contract::kinds_of_ids(const bj::value& schema) const {
    std::set<std::string> kinds;
    std::set<std::string> seen;
    walk(schema, seen, [&](const bj::object& found) {
        if (const auto prefix = prefix_of(found); !prefix.empty()) kinds.insert(prefix);
    });
    return kinds;
}

void Contract::for_each_member(const bj::value& schema,
                               const std::function<void(const std::string&)>& visit) const {
    std::set<std::string> seen;
    walk(schema, seen, [&](const bj::object& found) {
        if (const auto* properties = found.if_contains("properties"))
            for (const auto& [name, property] : properties->as_object()) visit(std::string(name));
    });
}

}  // namespace kontor::test
