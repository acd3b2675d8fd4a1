#include "staff/role_store.hpp"

#include "auth/roles.hpp"
#include "permissions.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Tx;

namespace {

constexpr std::string_view columns =
    "select r.name, r.permissions, r.is_built_in,"
    " (select count(*) from auth.user_account a where a.staff_role = r.name) as members,"
    " r.created_at from auth.role r";

// A permission that the program does not know any more is none.
Role complete(Role role) {
    if (role.is_built_in) role.permissions = built_in_permissions(role.name);
    std::erase_if(role.permissions, [](const auto& name) { return !is_permission(name); });
    return role;
}

std::optional<Role> complete(std::optional<Role> role) {
    if (!role) return std::nullopt;
    return complete(*std::move(role));
}

}  // namespace

std::vector<Role> roles(Reader& reader) {
    auto found = reader.all<Role>(std::string(columns) + " order by r.is_built_in desc, r.name");
    for (auto& role : found) role = complete(std::move(role));
    return found;
}

std::optional<Role> role(Reader& reader, const std::string& name) {
    return complete(reader.one<Role>(std::string(columns) + " where r.name = $1", name));
}

std::optional<Role> lock_role(Tx& tx, const std::string& name) {
    tx.defer("select from auth.role where name = $1 for update", name);
    return role(tx, name);
}

std::optional<std::vector<std::string>> held_permissions(Tx& tx, const std::string& name) {
    if (name == roles::customer) return std::vector<std::string>{};
    tx.defer("select from auth.role where name = $1 for share", name);
    auto found = role(tx, name);
    if (!found) return std::nullopt;
    return std::move(found->permissions);
}

bool insert_role(Tx& tx, const Role& role) {
    return tx.run(
               "insert into auth.role (name, permissions, created_at) values ($1, $2, $3)"
               " on conflict (name) do nothing",
               role.name, role.permissions, role.created_at) == 1;
}

void set_permissions(Tx& tx, const std::string& name, const std::vector<std::string>& permissions) {
    tx.defer("update auth.role set permissions = $2 where name = $1", name, permissions);
}

bool is_invited_to(Tx& tx, const std::string& name, platform::Time now) {
    tx.defer("delete from auth.invitation where role = $1 and expires_at <= $2", name, now);
    return tx.one<bool>("select exists (select from auth.invitation where role = $1)", name)
        .value();
}

void delete_role(Tx& tx, const std::string& name) {
    tx.defer("delete from auth.role where name = $1", name);
}

}  // namespace kontor::auth::store
