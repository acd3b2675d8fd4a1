#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

struct Right {
    std::string role;
    std::string object;
};
BOOST_DESCRIBE_STRUCT(Right, (), (role, object))

std::string shown(const std::vector<Right>& rights) {
    std::string text;
    for (const auto& right : rights) text += right.role + " " + right.object + "\n";
    return text;
}

struct Walls {
    TestDatabase tables;

    std::string violations(const std::string& sql) {
        return shown(tables.superuser().read(
            [&](platform::Reader& reader) { return reader.all<Right>(sql); }));
    }
    std::string refusal(const std::string& role, const std::string& sql) {
        try {
            platform::Database(tables.pool(), role).transact([&](platform::Tx& tx) {
                tx.run(sql);
            });
        } catch (const platform::StatementError& error) {
            return error.sqlstate();
        }
        return "";
    }
};

// What statements of the shop run as: a role of a schema that is not in the query's place.
const std::string roles_and_other_schemas =
    " from pg_roles r join pg_namespace n on n.nspname <> replace(r.rolname, 'kontor_', '')"
    " and n.nspname <> 'platform' and 'kontor_' || n.nspname in (select rolname from pg_roles)";
const std::string of_the_shop =
    " where r.rolname like 'kontor\\_%' and replace(r.rolname, 'kontor_', '') in"
    " (select nspname from pg_namespace)";

}  // namespace

TEST_CASE("60: the role of a module reads, writes and uses nothing of another module") {
    Walls walls;
    CHECK(walls.violations("select r.rolname::text as role, n.nspname::text as object" +
                           roles_and_other_schemas + of_the_shop +
                           " and has_schema_privilege(r.oid, n.oid, 'usage')") == "");
    CHECK(
        walls.violations(
            "select r.rolname::text as role, c.oid::regclass::text as object" +
            roles_and_other_schemas +
            " join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm')" +
            of_the_shop +
            " and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate')") ==
        "");
}

TEST_CASE("60: the role of a module makes, changes and drops nothing, and is no superuser") {
    Walls walls;
    CHECK(walls.violations("select r.rolname::text as role, n.nspname::text as object"
                           " from pg_roles r, pg_namespace n" +
                           of_the_shop +
                           " and n.nspname not like 'pg\\_temp%' and"
                           " has_schema_privilege(r.oid, n.oid, 'create')") == "");
    CHECK(walls.violations("select r.rolname::text as role, 'database' as object from pg_roles r" +
                           of_the_shop +
                           " and (has_database_privilege(r.oid, current_database(), 'create')"
                           " or r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls"
                           " or r.rolcanlogin)") == "");
    CHECK(walls.violations("select r.rolname::text as role, c.relname::text as object"
                           " from pg_roles r join pg_class c on c.relowner = r.oid" +
                           of_the_shop) == "");
    for (const std::string role : {"kontor_orders", "kontor_auth", "kontor_platform"}) {
        const std::string denied = "42501";
        CHECK(walls.refusal(role, "create table orders.loot (id int)") == denied);
        CHECK(walls.refusal(role, "create table public.loot (id int)") == denied);
        CHECK(walls.refusal(role, "create schema loot") == denied);
        CHECK(walls.refusal(role, "create role loot superuser") == denied);
        CHECK(walls.refusal(role, "drop table orders.customer_order") == denied);
        CHECK(walls.refusal(role, "alter table auth.user_account disable row level security") ==
              denied);
        CHECK(walls.refusal(role, "drop schema catalog cascade") == denied);
        CHECK(walls.refusal(role, "copy (select 1) to program 'true'") == denied);
        CHECK(walls.refusal(role, "select pg_read_file('/etc/passwd')") == denied);
    }
    CHECK(walls.refusal("kontor_orders", "select from auth.user_account") == "42501");
}

}  // namespace kontor::test
