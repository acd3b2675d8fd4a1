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
    if (const auto* pattern = schema.if_contains("pattern")) {
        const auto text = pattern->as_string();
        if (text.starts_with("^[a-z0-9]") || text.starts_with("^[a-z]") ||
            text.starts_with("^[A-Za-z]{2,3}"))
            return "xx";
        if (text.starts_with("^[A-Z]{3}")) return "EUR";
        if (text.starts_with("^\\+")) return "+491701234567";
    }
    const auto* least = schema.if_contains("minLength");
    const auto length = least ? std::max<std::int64_t>(1, least->to_number<std::int64_t>()) : 1;
    return bj::value(std::string(static_cast<std::size_t>(length), 'X'));
}

std::vector<Parameter> parameters_in(const bj::object& operation, std::string_view where) {
    std::vector<Parameter> found;
    if (const auto* parameters = operation.if_contains("parameters"))
        for (const auto& parameter : parameters->as_array())
            if (parameter.at("in").as_string() == where)
                found.push_back({std::string(parameter.at("name").as_string()),
                                 prefix_of(parameter.at("schema").as_object()),
                                 &parameter.at("schema"), parameter.at("required").as_bool()});
    return found;
}

const bj::value* schema_in(const bj::value& holder, std::string_view type = "application/json") {
    const auto* content = holder.as_object().if_contains("content");
    if (content == nullptr) return nullptr;
    const auto* json = content->as_object().if_contains(type);
    return json ? json->as_object().if_contains("schema") : nullptr;
}

void read_parameters(Operation& found, const bj::object& operation) {
    found.path_parameters = parameters_in(operation, "path");
    found.query_parameters = parameters_in(operation, "query");
    for (const auto& header : parameters_in(operation, "header")) {
        found.headers.insert(header.name);
        if (header.name == "Idempotency-Key") found.needs_key = header.is_required;
    }
}

void read_answers(Operation& found, const bj::object& operation) {
    for (const auto& [status, answer] : operation.at("responses").as_object()) {
        const auto number = std::stoi(std::string(status));
        found.statuses.insert(number);
        if (status == "409") found.conflicts = std::string(answer.at("description").as_string());
        if (const auto* problem = schema_in(answer, "application/problem+json"))
            found.schemas[number] = problem;
        if (!status.starts_with('2')) continue;
        if (const auto* schema = schema_in(answer)) {
            found.answers.push_back(schema);
            found.schemas[number] = schema;
        }
    }
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
            read_parameters(found, operation);
            read_answers(found, operation);
            const auto* security = operation.if_contains("security");
            found.is_for_everybody = security == nullptr || security->as_array().empty();
            found.is_personal = operation.contains("x-personal");
            if (const auto* body = operation.if_contains("requestBody"))
                found.body = schema_in(*body);
            operations_.push_back(std::move(found));
        }
}

const bj::value& Contract::resolved(const bj::value& schema) const {
    const auto* reference = schema.as_object().if_contains("$ref");
    if (reference == nullptr) return schema;
    const std::string target(reference->as_string());
    return document_.at("components").at("schemas").at(target.substr(target.rfind('/') + 1));
}

bj::value Contract::example(const bj::value& schema, const IdOf& id_of,
                            const std::set<std::string>& wanted) const {
    return make(schema, {id_of, wanted}, 0);
}

bj::value Contract::whole_example(const bj::value& schema, const IdOf& id_of) const {
    return make(schema, {id_of, {}, Members::all}, 0);
}

bj::value Contract::make(const bj::value& any, const Making& making, int depth) const {
    const auto& schema = resolved(any).as_object();
    if (const auto* choices = schema.if_contains("anyOf"))
        return make(choices->as_array().front(), making, depth);
    if (const auto* values = schema.if_contains("enum")) return values->as_array().front();
    if (const auto prefix = prefix_of(schema); !prefix.empty())
        return bj::value(making.id_of(prefix));
    const auto type = type_of(schema);
    if (type == "string") return example_of_text(schema);
    if (type == "boolean") return false;
    if (type == "integer" || type == "number") {
        const auto* least = schema.if_contains("minimum");
        return least ? *least : bj::value(1);
    }
    if (type == "array") return bj::array{make(schema.at("items"), making, depth + 1)};
    return make_object(schema, making, depth);
}

bj::object Contract::make_object(const bj::object& schema, const Making& making, int depth) const {
    constexpr int deepest = 6;  // some schemas contain themselves
    bj::object made;
    if (const auto* required = schema.if_contains("required"))
        for (const auto& name : required->as_array())
            made[name.as_string()] =
                make(schema.at("properties").at(name.as_string()), making, depth + 1);
    const auto* properties = schema.if_contains("properties");
    if (properties == nullptr) return made;
    for (const auto& [name, property] : properties->as_object()) {
        if (!property.is_object() || made.contains(name)) continue;
        const bool is_wanted = making.wanted.contains(prefix_of(property.as_object())) ||
                               (making.members == Members::all && depth < deepest);
        if (is_wanted) made[name] = make(property, making, depth + 1);
    }
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

void Contract::find_ids(const bj::value& any, const std::string& pointer,
                        std::map<std::string, std::string>& places) const {
    constexpr auto deepest = 8;  // some schemas contain themselves
    if (std::ranges::count(pointer, '/') > deepest || !any.is_object()) return;
    const auto& schema = resolved(any).as_object();
    if (const auto prefix = prefix_of(schema); !prefix.empty()) places[pointer] = prefix;
    if (const auto* choices = schema.if_contains("anyOf"))
        for (const auto& choice : choices->as_array()) find_ids(choice, pointer, places);
    if (const auto* items = schema.if_contains("items")) find_ids(*items, pointer + "/0", places);
    if (const auto* properties = schema.if_contains("properties"))
        for (const auto& [name, property] : properties->as_object())
            find_ids(property, pointer + "/" + std::string(name), places);
}

std::map<std::string, std::string> Contract::places_of_ids(const bj::value& schema) const {
    std::map<std::string, std::string> places;
    find_ids(schema, "", places);
    return places;
}

std::vector<Undeclared> Contract::undeclared(const bj::value& schema,
                                             const bj::value& value) const {
    std::vector<Undeclared> found;
    compare(schema, value, "", found);
    return found;
}

void Contract::compare(const bj::value& any, const bj::value& value, const std::string& pointer,
                       std::vector<Undeclared>& found) const {
    const auto& schema = resolved(any).as_object();
    if (const auto* choices = schema.if_contains("anyOf")) {
        std::vector<std::vector<Undeclared>> of_choices;
        for (const auto& choice : choices->as_array())
            compare(choice, value, pointer, of_choices.emplace_back());
        const auto& best =
            *std::ranges::min_element(of_choices, {}, &std::vector<Undeclared>::size);
        found.insert(found.end(), best.begin(), best.end());
        return;
    }
    static const bj::value nothing = bj::object{};
    if (value.is_array()) {
        const auto* items = schema.if_contains("items");
        for (const auto& element : value.as_array())
            compare(items ? *items : nothing, element, pointer + "/0", found);
    }
    if (!value.is_object()) return;
    const auto* properties = schema.if_contains("properties");
    const auto* others = schema.if_contains("additionalProperties");
    const bool is_open = properties == nullptr && others == nullptr;
    for (const auto& [name, member] : value.as_object()) {
        const auto place = pointer + "/" + std::string(name);
        const auto* declared = properties ? properties->as_object().if_contains(name) : nullptr;
        if (declared == nullptr && others && others->is_object()) declared = others;
        if (declared == nullptr) found.push_back({place, std::string(name), is_open});
        if (declared != nullptr || is_open)
            compare(declared ? *declared : nothing, member, place, found);
    }
}

void Contract::for_each_schema(const bj::value& schema,
                               const std::function<void(const bj::object&)>& visit) const {
    std::set<std::string> seen;
    walk(schema, seen, visit);
}

std::set<std::string> Contract::kinds_of_ids(const bj::value& schema) const {
    std::set<std::string> kinds;
    for_each_schema(schema, [&](const bj::object& found) {
        if (const auto prefix = prefix_of(found); !prefix.empty()) kinds.insert(prefix);
    });
    return kinds;
}

void Contract::for_each_member(const bj::value& schema,
                               const std::function<void(const std::string&)>& visit) const {
    for_each_schema(schema, [&](const bj::object& found) {
        if (const auto* properties = found.if_contains("properties"))
            for (const auto& [name, property] : properties->as_object()) visit(std::string(name));
    });
}

}  // namespace kontor::test
