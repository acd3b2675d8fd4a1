#pragma once

#include "auth/api_keys.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth::store {

// A key as it is checked.
struct CheckedKey {
    ApiKeyId id;
    std::string hash;  // SHA-256 of its text, which is kept nowhere
    ApiKeyKind kind{};
    std::vector<std::string> scopes;
    std::vector<std::string> origins;
    std::optional<UserId> created_by;
    std::optional<std::string> makers_role;
    bool is_suspended = false;  // whoever made it may not sign in any more
    std::optional<platform::Time> expires_at;
    std::optional<platform::Time> last_used_at;
    std::optional<platform::Time> revoked_at;
};
BOOST_DESCRIBE_STRUCT(CheckedKey, (),
                      (id, hash, kind, scopes, origins, created_by, makers_role, is_suspended,
                       expires_at, last_used_at, revoked_at))

void insert_api_key(platform::Tx& tx, const ApiKey& key, const std::string& hash);
std::vector<ApiKey> api_keys(platform::Reader& reader, const ApiKeyFilter& filter);
std::optional<ApiKey> api_key(platform::Reader& reader, const ApiKeyId& id);
std::vector<CheckedKey> checked_keys(platform::Reader& reader);
// Leaves one that was revoked before as it is.
void revoke_api_key(platform::Tx& tx, const ApiKeyId& id, platform::Time now);
void keep_use_of(platform::Tx& tx, const ApiKeyId& id, platform::Time now);

}  // namespace kontor::auth::store
