#include "sessions/token_issuer.hpp"

#include "auth/key_events.hpp"
#include "client_address.hpp"
#include "platform/audit/deed.hpp"
#include "platform/security/random.hpp"
#include "readable.hpp"
#include "refusals.hpp"

namespace kontor::auth {

using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::string_view audience = "kontor";

std::chrono::seconds lifetime(const Config& config) {
    return std::chrono::minutes(config.access_token_minutes);
}

std::optional<std::string> shown(std::string_view user_agent) {
    constexpr std::size_t longest = 300;
    if (user_agent.empty()) return std::nullopt;
    return readable(user_agent, longest);
}

}  // namespace

TokenIssuer::TokenIssuer(platform::Database& database, const platform::Clock& clock,
                         const Config& config, const platform::Sealer* sealer)
    : database_(database), clock_(clock), config_(config), seeds_(sealer), signing_([this] {
          return read_keys();
      }) {
    const auto kept = database_.read([](Reader& reader) { return store::keys(reader); });
    if (kept.empty())
        database_.transact([&](Tx& tx) {
            const auto now = clock_.now();
            store::offer_first_key(tx, seeds_.made(now, now));
        });
    if (seeds_.any_plain(kept)) database_.transact([&](Tx& tx) { seeds_.seal_anew(tx); });
    // A shop whose keys cannot be opened does not start.
    signing_.get();
}

std::chrono::seconds TokenIssuer::longest_life() const {
    return lifetime(config_) + clock_difference;
}

TokenIssuer::Signing TokenIssuer::read_keys() const {
    const auto kept = database_.read([](Reader& reader) { return store::keys(reader); });
    auto in_use = keys_in_use(seeds_.opened(kept), lifetime(config_), clock_.now());
    return {{std::move(in_use.keys), config_.issuer, std::string(audience)}, in_use.until};
}

std::shared_ptr<const TokenIssuer::Signing> TokenIssuer::signing() {
    return signing_.get_unless(
        [&](const Signing& known) { return known.until && *known.until <= clock_.now(); });
}

Result<SignedIn> TokenIssuer::open_session(Tx& tx, const User& account, const Client& client) {
    return begin_session(tx, store::lock_enabled_user(tx, account.id), client);
}

Result<SignedIn> TokenIssuer::open_session(Tx& tx, const store::Account& seen,
                                           const Client& client) {
    return begin_session(tx, store::lock_as_seen(tx, seen), client);
}

Result<SignedIn> TokenIssuer::begin_session(Tx& tx, const std::optional<User>& account,
                                            const Client& client) {
    if (!account) return invalid_credentials(config_.registration == RegistrationMode::by_mail);
    const auto& user = *account;
    const auto session = SessionId::make();
    store::insert_session(tx, session, user.id, shown(client.user_agent),
                          one_client(client.address), clock_.now());
    platform::audit::done_by(user.id.uuid(), user.role);
    platform::audit::keep_with(tx);
    return continue_session(tx, user, session);
}

SignedIn TokenIssuer::continue_session(Tx& tx, const User& user, const SessionId& session) {
    const auto now = clock_.now();
    const auto refresh_token = platform::random_token();
    store::insert_refresh_token(tx, {platform::sha256_hex(refresh_token), session, now,
                                     now + std::chrono::days(config_.refresh_token_days)});
    return {user, access_token(user, session, lifetime(config_)), "Bearer",
            lifetime(config_).count(), refresh_token};
}

std::string TokenIssuer::access_token(const User& user, const SessionId& session,
                                      std::chrono::seconds life,
                                      std::optional<platform::TokenActor> actor) {
    const auto now = clock_.now();
    return signing()->signer.sign({config_.issuer,
                                   std::string(audience),
                                   user.id.text(),
                                   session.text(),
                                   {user.role},
                                   now,
                                   now + life,
                                   std::move(actor)});
}

Result<platform::TokenClaims> TokenIssuer::verify(const std::string& access_token) {
    return signing()->signer.verify(access_token, clock_.now());
}

std::string TokenIssuer::jwks() {
    return signing()->signer.jwks();
}

}  // namespace kontor::auth
