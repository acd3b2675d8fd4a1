#include "accounts/account_store.hpp"

#include "oidc/identity_store.hpp"
#include "platform/db/row_count.hpp"
#include "user_columns.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

std::vector<User> customers(Reader& reader, const AccountFilter& filter) {
    // Apart, so that the few are looked up and not all looked at.
    const std::string among =
        filter.among ? " and id = any($4::uuid[])" : " and $4::uuid[] is null";
    return platform::listed<User>(
        reader,
        "select " + user_columns +
            " from auth.user_account where role = 'customer' and forgotten_at is null"
            " and ($1::text is null or position(lower($1) in email) > 0"
            "  or position(lower($1) in lower(name)) > 0)"
            " and ($2::uuid is null or id < $2)" +
            among + " order by id desc limit $3",
        filter.q, filter.after, filter.limit, filter.among);
}

std::optional<User> customer(Reader& reader, const UserId& id) {
    return reader.one<User>(
        "select " + user_columns +
            " from auth.user_account where id = $1 and role = 'customer' and forgotten_at is null",
        id);
}

std::optional<User> lock_customer(Tx& tx, const UserId& id) {
    return tx.one<User>(
        "select " + user_columns +
            " from auth.user_account where id = $1 and role = 'customer' and forgotten_at is null"
            " for update",
        id);
}

std::optional<User> rename(Tx& tx, const UserId& id, const std::optional<std::string>& name) {
    return tx.one<User>(
        "update auth.user_account set name = $2 where id = $1 and forgotten_at is null"
        " returning " +
            user_columns,
        id, name);
}

std::vector<PastSession> all_sessions(Reader& reader, const UserId& account) {
    return reader.all<PastSession>(
        "select id, created_at, last_used_at, ended_at, user_agent, client,"
        " impersonator is not null as by_staff from auth.session"
        " where account = $1 order by id desc",
        account);
}

void forget_account(Tx& tx, const UserId& id, const std::string& email, Time now) {
    forget_failures(tx, email);
    tx.defer("delete from auth.link where account = $1", id);
    tx.defer("delete from auth.second_factor where account = $1", id);
    tx.defer("delete from auth.challenge where account = $1", id);
    delete_identities(tx, id);
    tx.defer(
        "delete from auth.refresh_token t using auth.session s"
        " where s.account = $1 and t.session = s.id",
        id);
    tx.defer("update auth.session set user_agent = null, client = '' where account = $1", id);
    tx.defer(
        "update auth.user_account set email = id::text || '@forgotten.invalid', name = null,"
        " email_verified_at = null, password_hash = $2,"
        " forgotten_at = coalesce(forgotten_at, $3) where id = $1",
        id, hash_of_no_password, now);
}

}  // namespace kontor::auth::store
