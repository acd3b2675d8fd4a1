#include "auth/role_values.hpp"

namespace kontor::auth {

std::optional<RoleName> RoleName::accept(std::string text) {
    constexpr std::size_t shortest = 2;
    constexpr std::size_t longest = 40;
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_allowed = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
    };
    if (text.size() < shortest || text.size() > longest || !is_letter(text.front()) ||
        !std::ranges::all_of(text, is_allowed))
        return std::nullopt;
    return RoleName(std::move(text));
}

std::vector<std::string_view> PermissionName::choices() {
    std::vector<std::string_view> names;
    for (const auto& permission : permissions) names.push_back(permission.name);
    return names;
}

std::optional<PermissionName> PermissionName::accept(std::string text) {
    if (!is_permission(text)) return std::nullopt;
    return PermissionName(std::move(text));
}

}  // namespace kontor::auth
