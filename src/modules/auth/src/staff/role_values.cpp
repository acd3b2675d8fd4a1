#include "auth/role_values.hpp"

namespace kontor::auth {

bool RoleNameRule::normalise(const std::string& text) {
    constexpr std::size_t shortest = 2;
    constexpr std::size_t longest = 40;
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_allowed = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
    };
    return text.size() >= shortest && text.size() <= longest && is_letter(text.front()) &&
           std::ranges::all_of(text, is_allowed);
}

std::vector<std::string_view> PermissionNameRule::choices() {
    std::vector<std::string_view> names;
    for (const auto& permission : permissions) names.push_back(permission.name);
    return names;
}

bool PermissionNameRule::normalise(const std::string& text) {
    return is_permission(text);
}

}  // namespace kontor::auth
