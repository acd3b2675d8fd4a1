#include "staff_fixture.hpp"

using namespace kontor;
using namespace kontor::auth;

using Permissions = std::vector<std::string>;

TEST_CASE_FIXTURE(StaffFixture, "the built-in roles are there, and stay as they are") {
    const auto admins = roles_of_shop->role("admin").value();
    CHECK(admins.permissions == all_permissions());
    const auto staff_role = roles_of_shop->role("staff").value();
    CHECK(staff_role.is_built_in);
    CHECK(std::ranges::count(staff_role.permissions, "orders.write") == 1);
    CHECK(std::ranges::count(staff_role.permissions, "staff.write") == 0);
    CHECK(outcome(roles_of_shop->change(admin, "staff", {})) == "auth.built_in_role");
    CHECK(outcome(roles_of_shop->remove(admin, "admin")) == "auth.built_in_role");
    for (const auto* name : {"admin", "staff", "customer"})
        CHECK(outcome(roles_of_shop->make(admin, {role_name(name), {}})) == "auth.role_taken");
}

TEST_CASE_FIXTURE(StaffFixture, "whoever has a role may what the role says, once it says so") {
    const auto role = made_role({"orders.read"});
    const auto session = signed_in(member(role));
    CHECK(permissions_of(session) == Permissions{"orders.read"});
    REQUIRE(roles_of_shop->change(admin, role, {permission_names({"returns.read", "orders.read"})})
                .has_value());
    CHECK(permissions_of(session) == Permissions{"orders.read", "returns.read"});
    REQUIRE(roles_of_shop->change(admin, role, {}).has_value());
    CHECK(permissions_of(session).empty());
}

TEST_CASE_FIXTURE(StaffFixture, "another process hears of a role that was changed") {
    platform::EventLog elsewhere;
    const auto other = make_auth(database, elsewhere, clock, config);
    const auto role = made_role({"orders.read"});
    const auto session = signed_in(member(role));
    const auto seen = [&] { return other->identify(session.access_token).value().permissions; };
    CHECK(seen() == Permissions{"orders.read"});
    REQUIRE(roles_of_shop->change(admin, role, {permission_names({"returns.read"})}).has_value());
    for (const auto& payload : everything.read([&](platform::Reader& reader) {
             return reader.all<std::string>(
                 "select payload::text from platform.event where name = 'auth.role_changed.v1'"
                 " and payload->>'role' = $1",
                 role);
         }))
        drop_remembered({"auth.role_changed.v1", {}, payload}, *other);
    CHECK(seen() == Permissions{"returns.read"});
}

TEST_CASE_FIXTURE(StaffFixture, "who is asked about a role costs no statement once it is known") {
    const auto session = signed_in(member(made_role({"orders.read"})));
    door->identify(session.access_token).value();
    everything.transact([](platform::Tx& tx) { tx.run("alter table auth.role rename to gone"); });
    CHECK(permissions_of(session) == Permissions{"orders.read"});
    everything.transact([](platform::Tx& tx) { tx.run("alter table auth.gone rename to role"); });
}

TEST_CASE_FIXTURE(StaffFixture, "nobody makes or changes a role that may more than they may") {
    const auto limited = holding({"staff.write", "orders.read"});
    const auto refused = roles_of_shop->make(
        limited, {role_name(unused_role()), permission_names({"orders.read", "audit.read"})});
    REQUIRE(refused.has_error());
    CHECK(refused.error().kind == platform::ErrorKind::forbidden);
    CHECK(refused.error().code == "auth.permission_not_held");
    CHECK(refused.error().message.find("audit.read") != std::string::npos);

    const auto own = made_role({"orders.read"});
    const auto stronger = made_role({"audit.read"});
    CHECK(roles_of_shop->change(limited, own, {}).has_value());
    CHECK(outcome(roles_of_shop->change(limited, own, {permission_names({"audit.read"})})) ==
          "auth.permission_not_held");
    CHECK(outcome(roles_of_shop->change(limited, stronger, {})) == "auth.permission_not_held");
    CHECK(outcome(roles_of_shop->remove(limited, stronger)) == "auth.permission_not_held");
    CHECK(roles_of_shop->role(stronger).value().permissions == Permissions{"audit.read"});
}

TEST_CASE_FIXTURE(StaffFixture, "a role that somebody has is not deleted") {
    const auto role = made_role({});
    const auto somebody = member(role);
    CHECK(roles_of_shop->role(role).value().members == 1);
    CHECK(outcome(roles_of_shop->remove(admin, role)) == "auth.role_in_use");
    REQUIRE(staff->change(admin, somebody.id, {.role = role_name("staff")}).has_value());
    CHECK(roles_of_shop->remove(admin, role).has_value());
    CHECK(outcome(roles_of_shop->role(role)) == "auth.no_such_role");
    CHECK(outcome(roles_of_shop->remove(admin, role)) == "auth.no_such_role");
}

TEST_CASE_FIXTURE(StaffFixture, "a permission that the program does not know any more is none") {
    const auto role = made_role({"orders.read"});
    everything.transact([&](platform::Tx& tx) {
        tx.run("update auth.role set permissions = '{orders.read,moon.write}' where name = $1",
               role);
    });
    CHECK(roles_of_shop->role(role).value().permissions == Permissions{"orders.read"});
}

TEST_CASE("a role is named by small letters, digits and hyphens") {
    for (const auto* good : {"support", "night-shift", "b2b"})
        CHECK(RoleName::accept(good).has_value());
    for (const auto* bad : {"", "x", "Support", "9to5", "a b", "käse", "-x", "a/b"})
        CHECK_FALSE(RoleName::accept(bad).has_value());
    CHECK_FALSE(RoleName::accept(std::string(41, 'a')).has_value());
}

TEST_CASE("permissions are in the order of the alphabet, and each says what it is for") {
    CHECK(std::ranges::is_sorted(permissions, {}, &Permission::name));
    for (const auto& permission : permissions) CHECK_FALSE(permission.description.empty());
}
