#pragma once

#include "second_factor_fixture.hpp"
#include "staff/staff_module.hpp"

#include <algorithm>

namespace kontor::auth {

inline RoleName role_name(std::string_view text) {
    return RoleName::accept(std::string(text)).value();
}

inline std::vector<PermissionName> permission_names(const std::vector<std::string>& texts) {
    std::vector<PermissionName> names;
    for (const auto& text : texts) names.push_back(PermissionName::accept(text).value());
    return names;
}

inline std::string unused_role() {
    static std::atomic<int> count = 0;
    return "role-" + std::to_string(++count);
}

// With people who work here.
struct StaffFixture : SecondFactorFixture {
    std::unique_ptr<Roles> roles_of_shop = make_roles(foundation);
    std::unique_ptr<Staff> staff = make_staff(foundation);
    const Authority admin{UserId::make(), all_permissions()};

    static std::vector<std::string> all_permissions() {
        std::vector<std::string> names;
        for (const auto& permission : permissions) names.emplace_back(permission.name);
        return names;
    }
    Authority holding(const std::vector<std::string>& held) { return {UserId::make(), held}; }
    std::string made_role(const std::vector<std::string>& held) {
        const auto name = unused_role();
        REQUIRE(roles_of_shop->make(admin, {role_name(name), permission_names(held)}).has_value());
        return name;
    }
    User member(std::string_view role) {
        return door->create_user(registration(unused_email()), role).value();
    }
    SignedIn signed_in(const User& user) { return door->login(credentials(user.email)).value(); }
    std::vector<std::string> permissions_of(const SignedIn& signed_in) {
        return door->identify(signed_in.access_token).value().permissions;
    }
    bool is_over(const SignedIn& signed_in) {
        return door->identify(signed_in.access_token).has_error() &&
               door->refresh(signed_in.refresh_token).has_error();
    }
};

template <class T>
std::string outcome(const platform::Result<T>& result) {
    return result ? "none" : result.error().code;
}

}  // namespace kontor::auth
