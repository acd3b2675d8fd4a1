#pragma once

#include "platform/core/describe.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth::store {

struct Key {
    std::string id;
    std::string seed;  // sealed, or base64url
    platform::Time created_at;
    platform::Time signs_from;
};
BOOST_DESCRIBE_STRUCT(Key, (), (id, seed, created_at, signs_from))

// Several processes may offer a first key at once: one is kept.
void offer_first_key(platform::Tx& tx, const Key& key);
void add_key(platform::Tx& tx, const Key& key);
// The newest first.
std::vector<Key> keys(platform::Reader& reader);
// The same; whoever else adds one waits for the commit.
std::vector<Key> lock_keys(platform::Tx& tx);
void set_seed(platform::Tx& tx, const std::string& id, const std::string& seed);
void delete_key(platform::Tx& tx, const std::string& id);

}  // namespace kontor::auth::store
