#include "platform/json/json.hpp"
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

bj::object text_header_parameter(std::string_view name) {
    return parameter(name, "header", false, bj::object{{"type", "string"}});
}

bool has_etag(const Route& route) {
    return route.method == Method::get &&
           (route.content_type == "application/json" || route.content_type.ends_with("/*"));
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
    if (has_etag(route)) parameters.push_back(text_header_parameter("If-None-Match"));
    if (route.takes_if_match) parameters.push_back(text_header_parameter("If-Match"));
    if (route.is_localised) parameters.push_back(text_header_parameter("Accept-Language"));
    return parameters;
}

bj::object content(const std::string& type, const bj::object& schema) {
    return {{type, {{"schema", schema}}}};
}

bj::object header(std::string_view description, bool required, std::string_view type) {
    return {{"description", description}, {"required", required}, {"schema", {{"type", type}}}};
}

bj::object headers() {
    return {
        {"X-Request-Id",
         header("The name of this request, the client's own if it gave one", true, "string")},
        {"ETag", header("The name of this state, for If-None-Match and If-Match", true, "string")},
        {"Location", header("Where to read what was made, or has moved", false, "string")},
        {"Content-Language", header("The language of the answer", true, "string")},
        {"Vary", header("Accept-Language, where the shop has several", false, "string")},
        {"Idempotent-Replayed",
         header("true where the request had been executed before under its Idempotency-Key", false,
                "boolean")},
        {"WWW-Authenticate", header("How to show who you are", true, "string")},
        {"Retry-After", header("Seconds after which to send the request again", true, "integer")},
        {"RateLimit-Limit",
         header("Requests of this kind that are taken from a client in a while, where that is "
                "bounded",
                false, "integer")},
        {"RateLimit-Remaining", header("Those that are left of them", false, "integer")},
        {"RateLimit-Reset",
         header("Seconds after which there are as many as before", false, "integer")}};
}

bj::object refer_to(const std::vector<std::string>& names) {
    bj::object headers;
    for (const auto& name : names) headers[name] = {{"$ref", "#/components/headers/" + name}};
    return headers;
}

std::vector<std::string> headers_of(const Route& route, int status) {
    std::vector<std::string> names{"X-Request-Id"};
    if (has_etag(route) && (status == 200 || status == 304)) names.emplace_back("ETag");
    if (route.is_localised && status < 400) names.insert(names.end(), {"Content-Language", "Vary"});
    const bool is_redirection = status >= 300 && status < 400 && status != 304;
    if (status == 201 || is_redirection) names.emplace_back("Location");
    if (status == 401) names.emplace_back("WWW-Authenticate");
    if (status == 429 || status == 503) names.emplace_back("Retry-After");
    if (route.key != IdempotencyKey::ignored) names.emplace_back("Idempotent-Replayed");
    if (route.rate != RateClass::unlimited)
        names.insert(names.end(), {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"});
    return names;
}

bj::object answer(const Route& route, int status, std::string_view description) {
    return {{"description", description}, {"headers", refer_to(headers_of(route, status))}};
}

bj::object success(const Route& route, int status, const bj::object& schema) {
    auto described = answer(route, status, reason_of(status));
    if (!schema.empty()) described["content"] = content(route.content_type, schema);
    return described;
}

bj::object problem(const Route& route, int status, std::string_view description) {
    auto described = answer(route, status, description);
    described["content"] =
        content("application/problem+json", {{"$ref", "#/components/schemas/Problem"}});
    return described;
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
    if (route.takes_if_match) statuses.insert(412);
    return statuses;
}

bj::object answers_of(const Route& route) {
    bj::object answers;
    for (const auto& [status, schema] : route.answer_schemas)
        answers[std::to_string(status)] = success(route, status, schema);
    if (has_etag(route)) answers["304"] = answer(route, 304, reason_of(304));
    for (const int status : shared_refusals(route))
        answers[std::to_string(status)] = problem(route, status, reason_of(status));
    for (const auto& [status, description] : route.answers) {
        auto& described = answers[std::to_string(status)];
        if (described.is_object())
            described.as_object()["description"] = description;
        else if (status < 400)
            described = answer(route, status, description);
        else
            described = problem(route, status, description);
    }
    return answers;
}

bj::array security_of(const Access& access, bool needs_shop_front) {
    bj::object bearer{{"bearer", bj::array{}}};
    switch (access.kind) {
        case Access::Kind::anyone:
            return {};
        case Access::Kind::shopper: {
            bj::object nobody;
            bj::object guest{{"guestToken", bj::array{}}};
            if (needs_shop_front)
                for (auto* means : {&nobody, &bearer, &guest})
                    (*means)["publishableKey"] = bj::array{};
            return {nobody, bearer, guest};
        }
        case Access::Kind::customer:
        case Access::Kind::staff:
            break;
    }
    bj::array security;
    security.push_back(bearer);
    return security;
}

std::string_view name_of(Access::Kind kind) {
    switch (kind) {
        case Access::Kind::anyone:
            return "anyone";
        case Access::Kind::shopper:
            return "shopper";
        case Access::Kind::customer:
            return "customer";
        case Access::Kind::staff:
            break;
    }
    return "staff";
}

std::string description_of(const Route& route) {
    auto text = route.description;
    if (!route.access.permission.empty())
        text.append(text.empty() ? "" : "\n\n")
            .append("Needs the permission ")
            .append(route.access.permission)
            .append(".");
    if (route.is_personal)
        text.append(text.empty() ? "" : "\n\n")
            .append(
                "For the person who is signed in: not for API keys "
                "(http.not_for_keys), nor while a member of staff acts as somebody "
                "(http.not_while_impersonating).");
    return text;
}

bj::object operation_of(const Route& route, bool needs_shop_front) {
    bj::object operation{{"operationId", route.operation},
                         {"summary", route.summary},
                         {"parameters", parameters_of(route)},
                         {"responses", answers_of(route)},
                         {"security", security_of(route.access, needs_shop_front)}};
    if (const auto description = description_of(route); !description.empty())
        operation["description"] = description;
    operation["x-access"] = name_of(route.access.kind);
    if (!route.access.permission.empty()) operation["x-permission"] = route.access.permission;
    if (route.is_personal) operation["x-personal"] = true;
    if (!route.group.empty()) {
        bj::array tags;
        tags.emplace_back(route.group);
        operation["tags"] = std::move(tags);
    }
    if (!route.body_schema.empty()) {
        const auto& type =
            route.raw_content_type.empty() ? "application/json" : route.raw_content_type;
        auto bodies = content(type, route.body_schema);
        for (const auto& file_type : route.file_types)
            bodies[file_type] = {{"schema", {{"type", "string"}, {"format", "binary"}}}};
        operation["requestBody"] = {{"required", route.is_body_required},
                                    {"content", std::move(bodies)}};
    }
    return operation;
}

// What a request may leave out it may also give as null.
void let_absent_be_null(bj::object& components, const bj::object& schema,
                        std::set<std::string>& seen) {
    for (const auto* part : {"items", "additionalProperties"})
        if (const auto* inner = schema.if_contains(part); inner && inner->is_object())
            let_absent_be_null(components, inner->get_object(), seen);
    const auto* reference = schema.if_contains("$ref");
    if (!reference) return;
    const std::string path(reference->as_string());
    const auto name = path.substr(path.rfind('/') + 1);
    if (!seen.insert(name).second) return;
    auto& component = components.at(name).as_object();
    const auto* required = component.if_contains("required");
    for (auto& [member, value] : component.at("properties").as_object()) {
        let_absent_be_null(components, value.as_object(), seen);
        if (!required ||
            std::ranges::find(required->as_array(), member) == required->as_array().end())
            value = json::detail::nullable_schema(value.as_object());
    }
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
        path.as_object()[key_of(entry->route.method)] =
            operation_of(entry->route, state_->options.needs_shop_front);
    }
    auto schemas = state_->components;
    std::set<std::string> seen;
    for (const auto& entry : state_->entries)
        let_absent_be_null(schemas, entry->route.body_schema, seen);
    schemas["Problem"] = problem_schema();
    const bj::object security{
        {"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
        {"publishableKey", {{"type", "apiKey"}, {"in", "header"}, {"name", "Publishable-Key"}}},
        {"guestToken", {{"type", "apiKey"}, {"in", "header"}, {"name", "Guest-Token"}}}};
    return bj::serialize(
        bj::object{{"openapi", "3.1.0"},
                   {"info",
                    {{"title", state_->options.title},
                     {"version", state_->options.version.empty() ? "0" : state_->options.version}}},
                   {"paths", std::move(paths)},
                   {"components",
                    {{"schemas", std::move(schemas)},
                     {"headers", headers()},
                     {"securitySchemes", security}}}});
}

}  // namespace kontor::platform::http
