#include "api_keys/api_key_desk.hpp"

#include "api_keys/facts.hpp"
#include "api_keys/key_text.hpp"
#include "api_keys/new_key.hpp"
#include "platform/audit/deed.hpp"
#include "platform/security/random.hpp"
#include "platform/telemetry/log.hpp"
#include "staff/authority.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::chrono::minutes use_is_kept_every{1};

Error unauthenticated(std::string code, std::string message) {
    return {ErrorKind::unauthenticated, std::move(code), std::move(message)};
}

Error no_such_key() {
    return {ErrorKind::not_found, "auth.no_such_key", "There is no API key with this id."};
}

// Who shows the text of a key that is known is no stranger, and may be told what is wrong with it.
Result<> check_good(const KnownKeys::Key& key, platform::Time now) {
    if (key.revoked_at) return unauthenticated("auth.key_revoked", "This API key was revoked.");
    if (key.expires_at && *key.expires_at <= now)
        return unauthenticated("auth.key_expired", "This API key has expired: make a new one.");
    if (key.is_suspended)
        return unauthenticated("auth.key_suspended",
                               "Whoever made this API key may not sign in any more: have somebody "
                               "else make a new one.");
    return {};
}

std::vector<std::string> in_both(const std::vector<std::string>& scopes,
                                 const std::vector<std::string>& held) {
    std::vector<std::string> both;
    std::ranges::copy_if(scopes, std::back_inserter(both), [&](const auto& scope) {
        return std::ranges::find(held, scope) != held.end();
    });
    return both;
}

}  // namespace

ApiKeyDesk::ApiKeyDesk(const Foundation& foundation, std::shared_ptr<KnownRoles> roles)
    : database_(foundation.database),
      events_(foundation.events),
      clock_(foundation.clock),
      known_(std::make_shared<KnownKeys>(foundation.database)),
      roles_(std::move(roles)) {
    events_.on_committed([known = known_](std::span<const platform::Announcement> facts) {
        for (const auto& fact : facts) look_again_after(fact, *known);
    });
}

std::vector<ApiKey> ApiKeyDesk::keys(const ApiKeyFilter& filter) {
    return database_.read([&](Reader& reader) { return store::api_keys(reader, filter); });
}

Result<ApiKey> ApiKeyDesk::key(const ApiKeyId& id) {
    auto found = database_.read([&](Reader& reader) { return store::api_key(reader, id); });
    if (!found) return no_such_key();
    return *std::move(found);
}

Result<MadeApiKey> ApiKeyDesk::make(const Authority& authority, const NewApiKey& wish) {
    if (const auto valid = check_new_key(wish, clock_.now()); !valid) return valid.error();
    if (const auto covered = check_covers(authority, wish.scopes); !covered) return covered.error();
    const auto text = new_key_text(wish.kind);
    ApiKey key{.id = ApiKeyId::make(),
               .name = wish.name,
               .kind = wish.kind,
               .hint = hint_of(text),
               .scopes = wish.scopes,
               .origins = wish.origins,
               .created_by = authority.user,
               .created_at = clock_.now(),
               .expires_at = wish.expires_at};
    return database_.transact([&](Tx& tx) -> Result<MadeApiKey> {
        if (const auto held = hold(tx, authority); !held) return held.error();
        platform::audit::changed_json(std::nullopt, platform::json::write(key));
        store::insert_api_key(tx, key, platform::sha256_hex(text));
        events_.publish(tx, ApiKeyChanged{key.id});
        return MadeApiKey{key, text};
    });
}

Result<ApiKey> ApiKeyDesk::revoke(const Authority& authority, const ApiKeyId& id) {
    return database_.transact([&](Tx& tx) -> Result<ApiKey> {
        const auto before = store::api_key(tx, id);
        if (!before) return no_such_key();
        const bool is_its_maker = authority.user && authority.user == before->created_by;
        if (!is_its_maker)
            if (const auto covered = check_covers(authority, before->scopes); !covered)
                return covered.error();
        store::revoke_api_key(tx, id, clock_.now());
        auto after = *store::api_key(tx, id);
        platform::audit::changed(*before, after);
        events_.publish(tx, ApiKeyChanged{id});
        return after;
    });
}

Result<ApiKeyDesk::Known> ApiKeyDesk::checked(const std::string& text, ApiKeyKind kind) {
    const auto key = is_key_text(text, kind) ? known_->find(text) : nullptr;
    if (!key)
        return unauthenticated("auth.invalid_key",
                               "This is no API key of this shop. Look whether "
                               "all of it was copied.");
    if (const auto good = check_good(*key, clock_.now()); !good) return good.error();
    return key;
}

Result<KeyRights> ApiKeyDesk::identify(const std::string& secret) {
    const auto key = checked(secret, ApiKeyKind::secret);
    if (!key) return key.error();
    const auto& known = **key;
    keep_use_of(known);
    if (!known.makers_role) return KeyRights{known.id, known.scopes};
    const auto held = roles_->permissions_of(*known.makers_role);
    return KeyRights{known.id, held ? in_both(known.scopes, *held) : std::vector<std::string>{}};
}

Result<ApiKeyId> ApiKeyDesk::shop_front(const std::string& publishable, const std::string& origin) {
    const auto key = checked(publishable, ApiKeyKind::publishable);
    if (!key) return key.error();
    const auto& known = **key;
    const bool is_from_there = origin.empty() || known.origins.empty() ||
                               std::ranges::find(known.origins, origin) != known.origins.end();
    if (!is_from_there)
        return unauthenticated("auth.key_not_for_origin",
                               "Pages of this origin may not use this publishable key.");
    keep_use_of(known);
    return known.id;
}

// A shop that only reads goes on without it.
void ApiKeyDesk::keep_use_of(const KnownKeys::Key& key) {
    using std::chrono::microseconds;
    const auto now = clock_.now();
    const auto stamp = std::chrono::floor<microseconds>(now).time_since_epoch().count();
    auto kept = key.kept_use.load();
    if (stamp - kept < microseconds(use_is_kept_every).count()) return;
    if (!key.kept_use.compare_exchange_strong(kept, stamp)) return;
    try {
        database_.transact([&](Tx& tx) { store::keep_use_of(tx, key.id, now); },
                           platform::Commit::soon);
    } catch (const std::exception& failure) {
        platform::log::warning("the use of an API key was not kept",
                               {{"key", key.id.text()}, {"reason", failure.what()}});
    }
}

}  // namespace kontor::auth
