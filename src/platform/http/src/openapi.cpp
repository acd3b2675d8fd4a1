#include "router_state.hpp"
#include "text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace kontor::platform::http {
namespace {

namespace bj = boost::json;

bj::object problem_schema() {
    const bj::object text{{"type", "string"}};
    const bj::object error{{"type", "object"},
                           {"required", {"pointer", "code", "detail"}},
                           {"properties", {{"pointer", text}, {"code", text}, {"detail", text}}}};
    return {{"type", "object"},
            {"description", "What is wrong, where, and what to do (RFC 9457). code is stable."},
            {"required", {"type", "title", "status", "detail", "code", "request_id"}},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"detail", text},
              {"code", text},
              {"request_id", text},
              {"retry_after", {{"type", "integer"}}},
              {"errors", {{"type", "array"}, {"items", error}}}}}};
}

bj::object parameter(std::string_view name, std::string_view where, bool required,
                     bj::value schema) {
    return {{"name", name}, {"in", where}, {"required", required}, {"schema", std::move(schema)}};
}

// attr.colour=red&attr.size=M: any number of names with one beginning.
bj::object prefixed_parameter(const std::string& name) {
    const bj::object values{{"^" + name + "\\..+$", {{"type", "string"}}}};
    auto described = parameter(
        name, "query", false,
        bj::object{
            {"type", "object"}, {"patternProperties", values}, {"additionalProperties", false}});
    described["style"] = "form";
    described["explode"] = true;
    return described;
}

bool is_prefixed(const bj::value& schema) {
    return schema.is_object() && schema.as_object().contains("additionalProperties");
}

bj::object key_parameter(bool required) {
    return parameter("Idempotency-Key", "header", required,
                     bj::object{{"type", "string"},
                                {"minLength", 1},
                                {"maxLength", 255},
                                {"pattern", "^[!#-~][!-~]*$"}});
}

bj::array parameters_of(const Route& route) {
    bj::array parameters;
    for (const auto& member : route.path_schema)
        parameters.push_back(parameter(member.key(), "path", true, member.value()));
    for (const auto& member : route.query_schema) {
        const std::string name(member.key());
        const bool required =
            std::ranges::find(route.query_required, name) != route.query_required.end();
        parameters.push_back(is_prefixed(member.value())
                                 ? prefixed_parameter(name)
                                 : parameter(name, "query", required, member.value()));
    }
    if (route.key != IdempotencyKey::ignored)
        parameters.push_back(key_parameter(route.key == IdempotencyKey::required));
    return parameters;
}

bj::object content(const std::string& type, const bj::object& schema) {
    return {{type, {{"schema", schema}}}};
}

bj::object success(const Route& route, int status, const bj::object& schema) {
    bj::object answer{{"description", reason_of(status)}};
    if (!schema.empty()) answer["content"] = content(route.content_type, schema);
    answer["headers"] = {{"X-Request-Id", {{"schema", {{"type", "string"}}}}}};
    return answer;
}

bj::object problem(std::string_view description) {
    return {
        {"description", description},
        {"content",
         {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

// The refusals that follow from what the route takes and who may call it.
std::set<int> shared_refusals(const Route& route) {
    std::set<int> statuses{400, 406, 429, 500, 503};
    if (!route.path_schema.empty()) statuses.insert(404);
    if (!route.query_schema.empty()) statuses.insert(422);
    if (route.access.kind != Access::Kind::anyone) statuses.insert(401);
    if (route.access.kind == Access::Kind::staff || route.access.kind == Access::Kind::customer)
        statuses.insert(403);
    if (route.method != Method::get) statuses.insert({413, 415, 422});
    if (route.key != IdempotencyKey::ignored) statuses.insert(409);
    return statuses;
}

bj::object answers_of(const Route& route) {
    bj::object answers;
    for (const auto& [status, schema] : route.answer_schemas)
        answers[std::to_string(status)] = success(route, status, schema);
    if (route.method == Method::get) answers["304"] = {{"description", reason_of(304)}};
    for (const int status : shared_refusals(route))
        answers[std::to_string(status)] = problem(reason_of(status));
    for (const auto& [status, description] : route.answers) {
        auto& answer = answers[std::to_string(status)];
        if (answer.is_object())
            answer.as_object()["description"] = description;
        else if (status < 400)
            answer = bj::object{{"description", description}};
        else
            answer = problem(description);
    }
    return answers;
}

bj::array security_of(const Access& access) {
    const bj::object bearer{{"bearer", bj::array{}}};
    const bj::object guest{{"guestToken", bj::array{}}};
    switch (access.kind) {
        case Access::Kind::anyone:
            return {};
        case Access::Kind::shopper:
            return {bj::object{}, bearer, guest};
        case Access::Kind::customer:
        case Access::Kind::staff:
            break;
    }
    bj::array security;
    security.push_back(bearer);
    return security;
}

std::string description_of(const Route& route) {
    auto text = route.description;
    if (!route.access.permission.empty())
        text.append(text.empty() ? "" : "\n\n")
            .append("Needs the permission ")
            .append(route.access.permission)
            .append(".");
    return text;
}

bj::object operation_of(const Route& route) {
    bj::object operation{{"operationId", route.operation},
                         {"summary", route.summary},
                         {"parameters", parameters_of(route)},
                         {"responses", answers_of(route)},
                         {"security", security_of(route.access)}};
    if (const auto description = description_of(route); !description.empty())
        operation["description"] = description;
    if (!route.group.empty()) {
        bj::array tags;
        tags.emplace_back(route.group);
        operation["tags"] = std::move(tags);
    }
    if (!route.body_schema.empty()) {
        const auto& type =
            route.raw_content_type.empty() ? "application/json" : route.raw_content_type;
        operation["requestBody"] = {{"required", true},
                                    {"content", content(type, route.body_schema)}};
    }
    return operation;
}

// OpenAPI names methods in lower case.
std::string key_of(Method method) {
    std::string key(method_name(method));
    std::ranges::transform(key, key.begin(), lower);
    return key;
}

}  // namespace

std::string Router::openapi() const {
    bj::object paths;
    for (const auto& entry : state_->entries) {
        if (!entry->route.is_listed) continue;
        auto& path = paths[entry->route.path];
        if (!path.is_object()) path.emplace_object();
        path.as_object()[key_of(entry->route.method)] = operation_of(entry->route);
    }
    auto schemas = state_->components;
    schemas["Problem"] = problem_schema();
    const bj::object security{
        {"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
        {"guestToken", {{"type", "apiKey"}, {"in", "header"}, {"name", "Guest-Token"}}}};
    return bj::serialize(bj::object{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", state_->options.title},
          {"version", state_->options.version.empty() ? "0" : state_->options.version}}},
        {"paths", std::move(paths)},
        {"components", {{"schemas", std::move(schemas)}, {"securitySchemes", security}}}});
}

}  // namespace kontor::platform::http
