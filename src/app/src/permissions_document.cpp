#include "app/permissions_document.hpp"

#include "auth/permissions.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace kontor::app {

namespace {

constexpr std::string_view introduction =
    R"(# Who may call what

`kontor permissions` writes this page; a test compares it with the program. A role is a set of
permissions. `staff` and `admin` are built in; the shop makes others with
`POST /v1/admin/roles` ([api.md](api.md#staff-and-roles)), and each may call the routes whose permission it
has. `GET /openapi.json` says the same of every operation in `x-access` and `x-permission`.

## Permissions

| permission | lets somebody | staff | admin |
|---|---|---|---|
)";

constexpr std::string_view routes_begin =
    R"(
## Routes

Nobody has shown anything, a guest a `Guest-Token`. 401: sign in first. 403: another account may. Who may
call a route still finds only what is theirs: the rest is 404.

| route | permission | nobody | guest | customer | staff | admin |
|---|---|---|---|---|---|---|
)";

std::string in_upper_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return text;
}

std::string_view yes_if(bool may) {
    return may ? "yes" : "403";
}

bool is_for_staff(std::string_view permission) {
    const auto found = std::ranges::find(auth::permissions, permission, &auth::Permission::name);
    return found != auth::permissions.end() && found->holders == auth::Holders::staff;
}

std::string cells_of(std::string_view access, std::string_view permission) {
    if (access == "anyone" || access == "shopper") return "| | yes | yes | yes | yes | yes |";
    if (access == "customer") return "| | 401 | 401 | yes | yes | yes |";
    return "| `" + std::string(permission) + "` | 401 | 401 | 403 | " +
           std::string(yes_if(is_for_staff(permission))) + " | " +
           std::string(yes_if(auth::is_permission(permission))) + " |";
}

std::string text_of(const boost::json::object& operation, std::string_view member) {
    const auto* value = operation.if_contains(member);
    return value ? std::string(value->as_string()) : "";
}

}  // namespace

std::string permissions_document(std::string_view openapi) {
    std::string document(introduction);
    for (const auto& permission : auth::permissions)
        document.append("| `" + std::string(permission.name) + "` | ")
            .append(permission.description)
            .append(permission.holders == auth::Holders::staff ? " | yes" : " |")
            .append(" | yes |\n");
    document += routes_begin;
    const auto paths = boost::json::parse(openapi).at("paths").as_object();
    std::vector<std::string> rows;
    for (const auto& [path, methods] : paths)
        for (const auto& [method, operation] : methods.as_object())
            rows.push_back("| `" + in_upper_case(std::string(method)) + " " + std::string(path) +
                           "` " +
                           cells_of(text_of(operation.as_object(), "x-access"),
                                    text_of(operation.as_object(), "x-permission")));
    const auto path_and_method = [](const std::string& row) {
        return std::pair(row.substr(row.find('/')), row);
    };
    std::ranges::sort(rows, {}, path_and_method);
    for (const auto& row : rows) document += row + "\n";
    return document;
}

}  // namespace kontor::app
