#include "api_keys/api_key_store.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

void insert_api_key(Tx& tx, const ApiKey& key, const std::string& hash) {
    tx.run(
        "insert into auth.api_key (id, hash, name, kind, hint, scopes, origins, created_by,"
        " created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        key.id, hash, key.name, key.kind, key.hint, key.scopes, key.origins, key.created_by,
        key.created_at, key.expires_at);
}

std::vector<ApiKey> api_keys(Reader& reader, const ApiKeyFilter& filter) {
    return platform::listed<ApiKey>(
        reader,
        "select id, name, kind, hint, scopes, origins, created_by, created_at, expires_at,"
        " last_used_at, revoked_at from auth.api_key where ($1::uuid is null or id < $1)"
        " order by id desc limit $2",
        filter.after, filter.limit);
}

std::optional<ApiKey> api_key(Reader& reader, const ApiKeyId& id) {
    return reader.one<ApiKey>(
        "select id, name, kind, hint, scopes, origins, created_by, created_at, expires_at,"
        " last_used_at, revoked_at from auth.api_key where id = $1",
        id);
}

std::vector<CheckedKey> checked_keys(Reader& reader) {
    return reader.all<CheckedKey>(
        "select k.id, k.hash, k.kind, k.scopes, k.origins, k.created_by, a.role as makers_role,"
        " k.created_by is not null and (a.id is null or a.forgotten_at is not null"
        "   or a.disabled_at is not null)"
        "  as is_suspended, k.expires_at, k.last_used_at, k.revoked_at"
        " from auth.api_key k left join auth.user_account a on a.id = k.created_by");
}

void revoke_api_key(Tx& tx, const ApiKeyId& id, Time now) {
    tx.run("update auth.api_key set revoked_at = $2 where id = $1 and revoked_at is null", id, now);
}

void keep_use_of(Tx& tx, const ApiKeyId& id, Time now) {
    tx.defer(
        "update auth.api_key set last_used_at = $2"
        " where id = $1 and (last_used_at is null or last_used_at < $2)",
        id, now);
}

}  // namespace kontor::auth::store
