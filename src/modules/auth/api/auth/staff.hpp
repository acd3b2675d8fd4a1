#pragma once

#include "auth/auth.hpp"
#include "auth/authority.hpp"
#include "auth/role_values.hpp"

namespace kontor::auth {

// What staff may do, as sets of permissions. Thread-safe. What is refused for want of a permission
// that would be given or taken is auth.permission_not_held (forbidden).
class Roles {
public:
    virtual ~Roles() = default;

    // The built-in ones first.
    virtual std::vector<Role> roles() = 0;
    // Refuses auth.no_such_role.
    virtual platform::Result<Role> role(const std::string& name) = 0;
    // Refuses auth.role_taken (conflict), auth.permission_not_held.
    virtual platform::Result<Role> make(const Authority& authority, const NewRole& role) = 0;
    // Holds at once, in every process, for everybody who has the role. Refuses auth.no_such_role,
    // auth.built_in_role (conflict), auth.permission_not_held.
    virtual platform::Result<Role> change(const Authority& authority, const std::string& name,
                                          const RoleChange& change) = 0;
    // Refuses likewise, and auth.role_in_use (conflict).
    virtual platform::Result<> remove(const Authority& authority, const std::string& name) = 0;
};

struct StaffMember {
    UserId id;
    std::string email;
    std::optional<std::string> name;
    std::string role;
    bool disabled = false;
    bool second_factor = false;  // signing in takes a code
    bool email_verified = false;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(StaffMember, (),
                      (id, email, name, role, disabled, second_factor, email_verified, created_at))

struct StaffFilter {
    std::optional<std::string> role{};
    std::optional<UserId> after{};  // newest first; the last of the page before
    std::size_t limit = 20;
};

struct StaffChange {
    std::optional<RoleName> role{};
    std::optional<bool> disabled{};
};
BOOST_DESCRIBE_STRUCT(StaffChange, (), (role, disabled))

// Who works for the shop. Thread-safe.
class Staff {
public:
    virtual ~Staff() = default;

    virtual std::vector<StaffMember> members(const StaffFilter& filter) = 0;
    // Refuses auth.no_such_user, also for customers.
    virtual platform::Result<StaffMember> member(const UserId& id) = 0;
    // Of anybody. Refuses auth.no_such_user.
    virtual platform::Result<StaffMember> find(const std::string& email) = 0;
    // Ends every session of the account at once where anything changes. Who is no staff any more is
    // a customer (roles::customer). Of customers, the operator alone may do it. Refuses
    // auth.no_such_user, auth.no_such_role (invalid), auth.permission_not_held (forbidden),
    // auth.last_admin (conflict).
    virtual platform::Result<StaffMember> change(const Authority& authority, const UserId& id,
                                                 const StaffChange& change) = 0;
    // For who has lost it. Ends every session; a letter tells of it. Refuses auth.no_such_user,
    // auth.permission_not_held, auth.mfa_disabled (conflict).
    virtual platform::Result<> remove_second_factor(const Authority& authority,
                                                    const UserId& id) = 0;
};

}  // namespace kontor::auth
