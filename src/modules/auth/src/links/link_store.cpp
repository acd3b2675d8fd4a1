#include "links/link_store.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

namespace {

constexpr std::string_view link_of_account =
    "select l.purpose, l.email, l.expires_at, l.used_at, a.id as user_id, a.email as user_email,"
    " a.name as user_name, a.role as user_role, a.created_at as user_created_at,"
    " a.email_verified_at is not null as user_email_verified,"
    " exists (select from auth.second_factor m"
    "  where m.account = a.id and m.confirmed_at is not null) as has_second_factor"
    " from auth.link l join auth.user_account a on a.id = l.account"
    " where l.id = $1 and a.forgotten_at is null and a.disabled_at is null";

}  // namespace

void insert_link(Tx& tx, const UserId& account, const std::string& email, const NewLink& link) {
    tx.defer(
        "insert into auth.link (id, account, purpose, email, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        link.id, account, link.purpose, email, link.created_at, link.expires_at);
}

std::optional<User> insert_link_for(Tx& tx, const std::string& email, const NewLink& link,
                                    Time since, std::int64_t most) {
    return tx.one<User>(
        "with made as (insert into auth.link (id, account, purpose, email, created_at, expires_at)"
        "  select $2, a.id, $3, a.email, $4, $5 from auth.user_account a where a.email = $1"
        "  and a.forgotten_at is null and a.disabled_at is null"
        "  and (select count(*) from auth.link l where l.account = a.id and l.purpose = $3"
        "   and l.used_at is null and l.created_at > $6) < $7 returning account)"
        " select a.id, a.email, a.name, a.role, a.created_at,"
        " a.email_verified_at is not null as email_verified"
        " from made join auth.user_account a on a.id = made.account",
        email, link.id, link.purpose, link.created_at, link.expires_at, since, most);
}

bool insert_link_unless_taken(Tx& tx, const UserId& account, const std::string& email,
                              const NewLink& link) {
    return tx.run(
               "insert into auth.link (id, account, purpose, email, created_at, expires_at)"
               " select $1, $2, $3, $4, $5, $6"
               " where not exists (select from auth.user_account where email = $4)",
               link.id, account, link.purpose, email, link.created_at, link.expires_at) == 1;
}

std::optional<Sent> lock_and_count(Tx& tx, const UserId& account, LinkPurpose purpose, Time since) {
    tx.defer("select from auth.user_account where id = $1 for update", account);
    return tx.one<Sent>(
        "select a.id as user_id, a.email as user_email, a.name as user_name, a.role as user_role,"
        " a.created_at as user_created_at, a.email_verified_at is not null as user_email_verified,"
        " s.letters, s.newest from auth.user_account a,"
        " (select count(*) as letters, max(created_at) as newest from auth.link"
        "  where account = $1 and purpose = $2 and created_at > $3) s"
        " where a.id = $1 and a.forgotten_at is null",
        account, purpose, since);
}

std::optional<Link> link(Reader& reader, const LinkId& id) {
    return reader.one<Link>(link_of_account, id);
}

std::optional<Link> lock_link(Tx& tx, const LinkId& id) {
    return tx.one<Link>(std::string(link_of_account) + " for update", id);
}

void use_link(Tx& tx, const LinkId& id, Time now) {
    tx.defer("update auth.link set used_at = $2 where id = $1", id, now);
}

void delete_open_links(Tx& tx, const UserId& account) {
    tx.defer("delete from auth.link where account = $1 and used_at is null", account);
}

void withdraw_confirmations(Tx& tx, const std::string& email) {
    tx.defer(
        "delete from auth.link l using auth.user_account a where a.email = $1"
        " and a.email_verified_at is null and l.account = a.id and l.purpose = $2"
        " and l.used_at is null",
        email, LinkPurpose::address_verification);
}

void delete_old_links(Tx& tx, Time expired_before) {
    tx.defer("delete from auth.link where expires_at < $1", expired_before);
}

void set_password(Tx& tx, const UserId& account, const std::string& hash) {
    tx.defer(
        "update auth.user_account set password_hash = $2"
        " where id = $1 and forgotten_at is null",
        account, hash);
    tx.defer("delete from auth.challenge where account = $1", account);
}

bool set_verified_address(Tx& tx, const UserId& account, const std::string& email, Time now) {
    return tx.run(
               "update auth.user_account set email = $2,"
               " email_verified_at = case when email = $2 then coalesce(email_verified_at, $3)"
               "  else $3 end"
               " where id = $1 and forgotten_at is null and not exists"
               " (select from auth.user_account where email = $2 and id <> $1)",
               account, email, now) == 1;
}

}  // namespace kontor::auth::store
