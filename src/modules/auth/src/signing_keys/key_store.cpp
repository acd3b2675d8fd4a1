#include "signing_keys/key_store.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Tx;

void offer_first_key(Tx& tx, const Key& key) {
    tx.run(
        "insert into auth.signing_key (number, id, seed, created_at, signs_from)"
        " values (1, $1, $2, $3, $4) on conflict (number) do nothing",
        key.id, key.seed, key.created_at, key.signs_from);
}

void add_key(Tx& tx, const Key& key) {
    tx.run(
        "insert into auth.signing_key (number, id, seed, created_at, signs_from)"
        " select coalesce(max(number), 0) + 1, $1, $2, $3, $4 from auth.signing_key",
        key.id, key.seed, key.created_at, key.signs_from);
}

std::vector<Key> keys(Reader& reader) {
    return reader.all<Key>(
        "select id, seed, created_at, signs_from from auth.signing_key order by number desc");
}

std::vector<Key> lock_keys(Tx& tx) {
    return tx.all<Key>(
        "select id, seed, created_at, signs_from from auth.signing_key"
        " order by number desc for update");
}

void set_seed(Tx& tx, const std::string& id, const std::string& seed) {
    tx.defer("update auth.signing_key set seed = $2 where id = $1", id, seed);
}

void delete_key(Tx& tx, const std::string& id) {
    tx.run("delete from auth.signing_key where id = $1", id);
}

}  // namespace kontor::auth::store
