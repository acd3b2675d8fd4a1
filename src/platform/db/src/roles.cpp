#include "roles.hpp"

#include "platform/db/migrations.hpp"

namespace kontor::platform::db {

namespace {

constexpr std::string_view module_group = "kontor_module";

struct Rights {
    std::string login;
    std::string database;
    bool create_roles = false;
    bool create_schemas = false;
};
BOOST_DESCRIBE_STRUCT(Rights, (), (login, database, create_roles, create_schemas))

Rights rights_of_login(Tx& tx) {
    return *tx.one<Rights>(
        "select quote_ident(rolname) as login, quote_ident(current_database()) as database,"
        " rolsuper or rolcreaterole as create_roles,"
        " has_database_privilege(current_database(), 'create') as create_schemas"
        " from pg_roles where rolname = current_user");
}

std::vector<std::string> roles_of(const std::vector<std::string>& schemas) {
    std::vector<std::string> roles{std::string(module_group)};
    for (const auto& schema : schemas) roles.push_back(module_role(schema));
    return roles;
}

bool exists(Tx& tx, const std::string& role) {
    return tx.one<bool>("select true from pg_roles where rolname = $1", role).has_value();
}

bool is_member(Tx& tx, const std::string& member, const std::string& role) {
    return *tx.one<bool>(
        "select exists (select from pg_roles m, pg_roles r"
        " where m.rolname = coalesce(nullif($1, ''), current_user) and r.rolname = $2"
        " and pg_has_role(m.oid, r.oid, 'member'))",
        member, role);
}

void create_role(Tx& tx, const std::string& role) {
    if (exists(tx, role)) return;
    run_script(
        tx,
        "do $$ begin create role " + role +
            " nologin; exception when duplicate_object or unique_violation then null; end $$",
        "role " + role);
}

// An empty member is the login.
void grant_membership(Tx& tx, const std::string& role, const std::string& member) {
    if (is_member(tx, member, role)) return;
    run_script(tx,
               "do $$ begin grant " + role + " to " + (member.empty() ? "current_user" : member) +
                   "; exception when unique_violation then null; end $$",
               "role " + role);
}

void grant_use(Tx& tx, const std::string& schema, const std::string& role) {
    const auto defaults = "alter default privileges in schema " + schema + " grant ";
    run_script(tx,
               "grant usage on schema " + schema + " to " + role + ";" +  //
                   defaults + "select, insert, update, delete on tables to " + role + ";" +
                   defaults + "usage on sequences to " + role + ";" +  //
                   defaults + "execute on functions to " + role,
               "schema " + schema);
}

}  // namespace

std::optional<Error> missing_rights(Tx& tx, const std::vector<std::string>& schemas) {
    const auto rights = rights_of_login(tx);
    std::string statements;
    if (!rights.create_schemas)
        statements += "grant create on database " + rights.database + " to " + rights.login + ";\n";
    if (!rights.create_roles) {
        for (const auto& role : roles_of(schemas)) {
            if (!exists(tx, role)) statements += "create role " + role + " nologin;\n";
            if (!is_member(tx, "", role))
                statements += "grant " + role + " to " + rights.login + ";\n";
            if (role != module_group && !is_member(tx, role, std::string(module_group)))
                statements += "grant " + std::string(module_group) + " to " + role + ";\n";
        }
    }
    if (statements.empty()) return std::nullopt;
    statements.pop_back();
    return Error{ErrorKind::forbidden, "db.may_not_create_roles",
                 "the login " + rights.login + " lacks rights on the database " + rights.database +
                     ". Run this there as a superuser, then start again:\n" + statements};
}

void create_schema(Tx& tx, const std::string& schema) {
    const auto role = module_role(schema);
    create_role(tx, std::string(module_group));
    create_role(tx, role);
    grant_membership(tx, std::string(module_group), role);
    grant_membership(tx, role, "");
    run_script(tx, "create schema if not exists " + schema, "schema " + schema);
    grant_use(tx, schema, role);
}

}  // namespace kontor::platform::db
