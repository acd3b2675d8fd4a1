#include "staff/staff_store.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

namespace {

constexpr std::string_view columns =
    "select a.id, a.email, a.name, a.role, a.disabled_at is not null as disabled,"
    " exists (select from auth.second_factor f"
    "  where f.account = a.id and f.confirmed_at is not null) as second_factor,"
    " a.email_verified_at is not null as email_verified, a.created_at from auth.user_account a";

}  // namespace

std::vector<StaffMember> staff(Reader& reader, const StaffFilter& filter) {
    return platform::listed<StaffMember>(
        reader,
        std::string(columns) +
            " where a.staff_role is not null and a.forgotten_at is null"
            " and ($1::text is null or a.staff_role = $1)"
            " and ($2::uuid is null or a.id < $2) order by a.id desc limit $3",
        filter.role, filter.after, filter.limit);
}

std::optional<StaffMember> account(Reader& reader, const UserId& id) {
    return reader.one<StaffMember>(
        std::string(columns) + " where a.id = $1 and a.forgotten_at is null", id);
}

std::optional<StaffMember> account(Reader& reader, const std::string& email) {
    return reader.one<StaffMember>(
        std::string(columns) + " where a.email = $1 and a.forgotten_at is null", email);
}

void lock_staff(Tx& tx) {
    tx.defer("select from auth.role where name = 'admin' for no key update");
}

std::optional<StaffMember> lock_account(Tx& tx, const UserId& id) {
    tx.defer("select from auth.user_account where id = $1 for update", id);
    return account(tx, id);
}

std::int64_t enabled_admins(Reader& reader) {
    return reader
        .one<std::int64_t>(
            "select count(*) from auth.user_account"
            " where staff_role = 'admin' and disabled_at is null and forgotten_at is null")
        .value();
}

void set_role(Tx& tx, const UserId& id, const std::string& role) {
    tx.defer("update auth.user_account set role = $2 where id = $1", id, role);
}

void disable(Tx& tx, const UserId& id, Time now) {
    tx.defer("update auth.user_account set disabled_at = $2 where id = $1", id, now);
    tx.defer("delete from auth.challenge where account = $1", id);
    tx.defer("delete from auth.link where account = $1 and used_at is null", id);
}

void enable(Tx& tx, const UserId& id) {
    tx.defer("update auth.user_account set disabled_at = null where id = $1", id);
}

}  // namespace kontor::auth::store
