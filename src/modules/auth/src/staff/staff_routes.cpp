#include "staff/staff_module.hpp"

namespace kontor::auth {

using platform::Result;
using namespace platform::http;

namespace {

struct PermissionShown {
    std::string name;
    std::string description;
};
BOOST_DESCRIBE_STRUCT(PermissionShown, (), (name, description))

struct RolePath {
    RoleName role;
};
BOOST_DESCRIBE_STRUCT(RolePath, (), (role))

struct MemberPath {
    UserId user;
};
BOOST_DESCRIBE_STRUCT(MemberPath, (), (user))

struct CustomerPath {
    UserId customer;
};
BOOST_DESCRIBE_STRUCT(CustomerPath, (), (customer))

struct StaffQuery {
    std::optional<RoleName> role;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(StaffQuery, (), (role, limit, cursor, include))

constexpr auto not_held = "auth.permission_not_held: it is about more than the caller may";
constexpr auto built_in = "auth.built_in_role: it stays as it is";

Route route(Method method, const std::string& path, std::string operation, std::string summary) {
    Route made(method, "/v1/admin/" + path, std::move(operation), std::move(summary));
    if (method != Method::get) made.personally();
    return made.by_staff_of("staff").tag("Staff and roles (staff)");
}

Page<PermissionShown> all_permissions() {
    Page<PermissionShown> page;
    for (const auto& permission : permissions)
        page.data.push_back({std::string(permission.name), std::string(permission.description)});
    return page;
}

Result<CountedPage<StaffMember>> page_of(Staff& staff, const Cursors& cursors,
                                         const StaffQuery& query) {
    StaffFilter filter;
    if (query.role) filter.role = query.role->value();
    return CountedPaging(cursors, "staff " + filter.role.value_or(""), query)
        .by_id(&StaffMember::id, [&](const auto& after, std::size_t rows) {
            filter.after = after;
            filter.limit = rows;
            return staff.members(filter);
        });
}

void add_reading_roles(Router& router, Roles& roles) {
    router.add(route(Method::get, "permissions", "list_permissions",
                     "Everything that somebody can be let do"),
               [](const Call<>&) -> Result<Page<PermissionShown>> { return all_permissions(); });
    router.add(
        route(Method::get, "roles", "list_roles", "Roles: what staff may do, by name")
            .describe("staff and admin are built in: an admin may everything, staff all but what "
                      "only admins may."),
        [&roles](const Call<>&) -> Result<Page<Role>> { return Page<Role>{roles.roles(), {}}; });
    router.add(route(Method::get, "roles/{role}", "get_role", "A role and how many have it"),
               [&roles](const Call<RolePath>& call) { return roles.role(call.path.role); });
}

void add_changing_roles(Router& router, Roles& roles) {
    router.add(route(Method::post, "roles", "create_role", "Make a role")
                   .may_answer(403, not_held)
                   .may_answer(409, "auth.role_taken: there is one of this name"),
               [&roles](const Call<Nothing, NewRole>& call) -> Result<Answer<201, Role>> {
                   auto answer = created(roles.make(authority_of(call.caller), call.body));
                   if (answer)
                       answer->headers = {{"Location", "/v1/admin/roles/" + answer->body.name}};
                   return answer;
               });
    router.add(
        route(Method::patch, "roles/{role}", "change_role", "Say what a role may do from now on")
            .describe("Holds at once for everybody who has it.")
            .may_answer(403, not_held)
            .may_answer(409, built_in),
        [&roles](const Call<RolePath, RoleChange>& call) {
            return roles.change(authority_of(call.caller), call.path.role, call.body);
        });
    router.add(route(Method::del, "roles/{role}", "delete_role", "Remove a role that nobody has")
                   .may_answer(403, not_held)
                   .may_answer(409, std::string("auth.role_in_use: somebody has it; ") + built_in),
               [&roles](const Call<RolePath>& call) {
                   return roles.remove(authority_of(call.caller), call.path.role);
               });
}

void add_members(Router& router, Staff& staff, const Cursors& cursors) {
    router.add(route(Method::get, "staff", "list_staff", "Who works here, the newest first"),
               [&staff, cursors](const Call<Nothing, Nothing, StaffQuery>& call) {
                   return page_of(staff, cursors, call.query);
               });
    router.add(route(Method::get, "staff/{user}", "get_staff_member", "Somebody who works here"),
               [&staff](const Call<MemberPath>& call) { return staff.member(call.path.user); });
    router.add(
        route(Method::patch, "staff/{user}", "change_staff_member",
              "Give another role, disable an account, or enable it again")
            .describe("Ends every session of the account at once. A disabled account is signed in "
                      "to by nobody. The role customer lets somebody go and keep the account.")
            .may_answer(403, not_held)
            .may_answer(409, "auth.last_admin: nobody else may everything"),
        [&staff](const Call<MemberPath, StaffChange>& call) {
            return staff.change(authority_of(call.caller), call.path.user, call.body);
        });
}

}  // namespace

void add_member_routes(Router& router, Roles& roles, Staff& staff, const Cursors& cursors) {
    add_reading_roles(router, roles);
    add_changing_roles(router, roles);
    add_members(router, staff, cursors);
}

void add_lost_factor_routes(Router& router, Staff& staff, Accounts& accounts) {
    constexpr auto none = "auth.mfa_disabled: there is none";
    router.add(
        route(Method::del, "staff/{user}/second-factor", "remove_staff_second_factor",
              "Take off a second factor that was lost")
            .describe("Ends every session of the account; a letter tells its owner. Where the "
                      "password is too short to stand alone, a new one is to be chosen by a link.")
            .may_answer(403, not_held)
            .may_answer(409, none),
        [&staff](const Call<MemberPath>& call) {
            return staff.remove_second_factor(authority_of(call.caller), call.path.user);
        });
    router.add(
        Route(Method::del, "/v1/admin/customers/{customer}/second-factor",
              "remove_customer_second_factor", "Take off a customer's second factor that was lost")
            .by_staff_of("customers")
            .personally()
            .tag("Customers (staff)")
            .describe("Ends every session of the account; a letter tells its owner.")
            .may_answer(409, none),
        [&accounts](const Call<CustomerPath>& call) {
            return accounts.remove_second_factor(call.path.customer);
        });
}

}  // namespace kontor::auth
