#pragma once

#include "auth/authority.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::auth {

// Secret ones act as staff, for programs. Publishable ones tell which shop front asks; everybody
// who opens it can read them, and they allow nothing.
enum class ApiKeyKind { secret, publishable };
BOOST_DESCRIBE_ENUM(ApiKeyKind, secret, publishable)

// Without the key itself, which is kept nowhere.
struct ApiKey {
    ApiKeyId id;
    std::string name;
    ApiKeyKind kind{};
    std::string hint;                    // how it begins and ends: "sk_…9f0e"
    std::vector<std::string> scopes{};   // permissions, of a secret one
    std::vector<std::string> origins{};  // of pages that may show a publishable one; none: any
    std::optional<UserId> created_by{};  // none: on the command line
    platform::Time created_at;
    std::optional<platform::Time> expires_at{};
    std::optional<platform::Time> last_used_at{};  // a minute late at most
    std::optional<platform::Time> revoked_at{};
};
BOOST_DESCRIBE_STRUCT(ApiKey, (),
                      (id, name, kind, hint, scopes, origins, created_by, created_at, expires_at,
                       last_used_at, revoked_at))

struct NewApiKey {
    std::string name;
    ApiKeyKind kind{};
    std::vector<std::string> scopes{};
    std::vector<std::string> origins{};
    std::optional<platform::Time> expires_at{};
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (), (name, kind, scopes, origins, expires_at))

struct MadeApiKey {
    ApiKey key;
    std::string secret;  // shown this once
};
BOOST_DESCRIBE_STRUCT(MadeApiKey, (), (key, secret))

// What whoever shows a secret key may do: never more than its maker may at this moment.
struct KeyRights {
    ApiKeyId key;
    std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(KeyRights, (), (key, permissions))

struct ApiKeyFilter {
    std::optional<ApiKeyId> after{};  // newest first; the last of the page before
    std::size_t limit = 20;
};

// Keys for programs and shop fronts: sk_ or pk_, 160 random bits and a checksum of 32 in
// hexadecimal digits. Thread-safe.
class ApiKeys {
public:
    static constexpr std::size_t length = 51;

    virtual ~ApiKeys() = default;

    // The newest first, with those that are good no longer.
    virtual std::vector<ApiKey> keys(const ApiKeyFilter& filter) = 0;
    // Refuses auth.no_such_key.
    virtual platform::Result<ApiKey> key(const ApiKeyId& id) = 0;
    // Good at once, in every process. Refuses auth.bad_key (invalid), naming what is wrong;
    // auth.permission_not_held (forbidden) for scopes that the authority does not cover.
    virtual platform::Result<MadeApiKey> make(const Authority& authority, const NewApiKey& key) = 0;
    // Good no longer, at once, in every process; again: no change. Refuses auth.no_such_key;
    // auth.permission_not_held (forbidden) for a key that may what the authority does not cover,
    // unless it is its maker's.
    virtual platform::Result<ApiKey> revoke(const Authority& authority, const ApiKeyId& id) = 0;

    // What the rest is asked for each request with a key: without a statement, but for the first
    // after a change, and one a minute that keeps when a key was used. Refuses (unauthenticated)
    // auth.invalid_key; to who shows a key that is known, and to nobody else, auth.key_revoked,
    // auth.key_expired, and auth.key_suspended where its maker may not sign in any more.
    virtual platform::Result<KeyRights> identify(const std::string& secret) = 0;
    // origin: as the browser sent it, "" where none did. Refuses likewise, and
    // auth.key_not_for_origin.
    virtual platform::Result<ApiKeyId> shop_front(const std::string& publishable,
                                                  const std::string& origin) = 0;
    // Keys may have come or gone in another process: they are read before they are next asked for.
    virtual void look_again() = 0;
    // Likewise, where this account has made some: it may do less now, or nothing.
    virtual void look_again_for(const UserId& maker) = 0;
};

}  // namespace kontor::auth
