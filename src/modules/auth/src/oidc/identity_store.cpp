#include "oidc/identity_store.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

void insert_visit(Tx& tx, const std::string& token_hash, const Visit& visit, Time now) {
    tx.defer("delete from auth.provider_visit where expires_at < $1", now);
    tx.defer(
        "insert into auth.provider_visit"
        " (token_hash, provider, account, return_address, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        token_hash, visit.provider, visit.account, visit.return_address, now, now + visit_lasts);
}

std::optional<Visit> take_visit(Tx& tx, const std::string& token_hash, Time now) {
    return tx.one<Visit>(
        "with taken as (delete from auth.provider_visit where token_hash = $1 returning *)"
        " select provider, account, return_address from taken where expires_at > $2",
        token_hash, now);
}

std::optional<Known> use_identity(Tx& tx, const ExternalName& name, Time now) {
    return tx.one<Known>(
        "with used as (update auth.external_identity"
        "  set last_used_at = $4, email = coalesce($3, email)"
        "  where issuer = $1 and subject = $2 returning account)"
        " select a.id as user_id, a.email as user_email, a.name as user_name, a.role as user_role,"
        " a.created_at as user_created_at, a.email_verified_at is not null as user_email_verified,"
        " exists (select from auth.second_factor m"
        "  where m.account = a.id and m.confirmed_at is not null) as has_second_factor"
        " from used join auth.user_account a on a.id = used.account",
        name.issuer, name.subject, name.email, now);
}

std::optional<Known> lock_account(Tx& tx, const std::string& email) {
    return tx.one<Known>(
        "select a.id as user_id, a.email as user_email, a.name as user_name, a.role as user_role,"
        " a.created_at as user_created_at, a.email_verified_at is not null as user_email_verified,"
        " exists (select from auth.second_factor m"
        "  where m.account = a.id and m.confirmed_at is not null) as has_second_factor"
        " from auth.user_account a where a.email = $1 for update of a",
        email);
}

bool insert_identity(Tx& tx, const UserId& account, const ExternalName& name, Time now) {
    return tx.run(
               "insert into auth.external_identity (issuer, subject, account, email, connected_at)"
               " values ($1, $2, $3, $4, $5) on conflict do nothing",
               name.issuer, name.subject, account, name.email, now) == 1;
}

std::vector<Identity> identities(Reader& reader, const UserId& account) {
    return reader.all<Identity>(
        "select issuer, subject, email, connected_at, last_used_at from auth.external_identity"
        " where account = $1 order by connected_at, issuer",
        account);
}

bool has_password(Reader& reader, const UserId& account) {
    return reader
        .one<bool>("select password_hash <> $2 from auth.user_account where id = $1", account,
                   hash_of_no_password)
        .value_or(false);
}

bool delete_identity(Tx& tx, const UserId& account, const std::string& issuer) {
    return tx.run("delete from auth.external_identity where account = $1 and issuer = $2", account,
                  issuer) == 1;
}

void delete_identities(Tx& tx, const UserId& account) {
    tx.defer("delete from auth.external_identity where account = $1", account);
    tx.defer("delete from auth.provider_visit where account = $1", account);
}

void delete_early_identities(Tx& tx, const UserId& account) {
    tx.defer(
        "delete from auth.external_identity i using auth.user_account a"
        " where i.account = $1 and a.id = $1"
        " and (a.email_verified_at is null or i.connected_at < a.email_verified_at)",
        account);
    tx.defer("delete from auth.provider_visit where account = $1", account);
}

}  // namespace kontor::auth::store
