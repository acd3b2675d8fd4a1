#include "service.hpp"

#include "auth/events.hpp"
#include "auth/link_events.hpp"
#include "auth/session_events.hpp"
#include "link_maker.hpp"
#include "permissions.hpp"
#include "platform/security/random.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::string_view audience = "kontor";
constexpr std::size_t seed_bytes = 32;

// As long as the signer lets a token live beyond its time.
constexpr std::chrono::seconds clock_difference{60};

Error invalid_grant() {
    return {ErrorKind::malformed, "invalid_grant",
            "This refresh token is not valid, or not any more. Log in again."};
}

Error invalid_token() {
    return {ErrorKind::unauthenticated, "auth.invalid_token",
            "The access token is not valid here. Log in again."};
}

Error email_taken() {
    const std::string message = "There is an account with this e-mail address. Log in instead.";
    return {ErrorKind::conflict, "auth.email_taken", message, {{"/email", "taken", message}}};
}

Error no_such_user() {
    return {ErrorKind::not_found, "auth.no_such_user", "There is no user with this id."};
}

// What can be shown to people; a client may send any bytes.
std::optional<std::string> readable(std::string_view user_agent) {
    constexpr std::size_t longest = 300;
    std::string text(user_agent.substr(0, longest));
    for (auto& letter : text)
        if (letter < ' ' || letter > '~') letter = '?';
    if (text.empty()) return std::nullopt;
    return text;
}

std::vector<platform::SigningKey> signing_keys(platform::Database& database,
                                               const platform::Clock& clock) {
    auto kept = database.read([](Reader& reader) { return store::keys(reader); });
    if (kept.empty())
        kept = database.transact([&](Tx& tx) {
            const auto id = to_string(platform::new_uuid());
            store::offer_first_key(tx, {id, platform::random_token(seed_bytes)}, clock.now());
            return store::keys(tx);
        });
    std::vector<platform::SigningKey> keys;
    for (const auto& key : kept) {
        auto& added = keys.emplace_back(platform::SigningKey{key.id, {}});
        platform::from_base64url(key.seed, added.seed);
    }
    return keys;
}

}  // namespace

Service::Service(platform::Database& database, platform::EventLog& events,
                 const platform::Clock& clock, const Config& config,
                 std::shared_ptr<Doorkeeper> doorkeeper)
    : database_(database),
      events_(events),
      clock_(clock),
      config_(config),
      doorkeeper_(std::move(doorkeeper)),
      tokens_(signing_keys(database, clock), config.issuer, std::string(audience)),
      ended_(std::make_shared<EndedSessions>(std::chrono::minutes(config.access_token_minutes) +
                                             clock_difference)) {
    events_.on_committed([ended = ended_, &clock](std::span<const platform::Announcement> facts) {
        for (const auto& fact : facts)
            if (fact.name == SessionsEnded::name)
                for (const auto& session :
                     platform::json::read<SessionsEnded>(fact.payload).value().sessions)
                    ended->add(session, clock.now());
    });
    read_ended_sessions();
}

void Service::sessions_ended(const std::vector<SessionId>& sessions) {
    for (const auto& session : sessions) ended_->add(session, clock_.now());
}

void Service::look_for_ended_sessions() {
    may_know_too_little_ = true;
}

void Service::read_ended_sessions() {
    may_know_too_little_ = false;
    const auto now = clock_.now();
    const auto since = now - std::chrono::minutes(config_.access_token_minutes) - clock_difference;
    try {
        sessions_ended(database_.read(
            [&](Reader& reader) { return store::sessions_ended_since(reader, since); }));
    } catch (...) {
        may_know_too_little_ = true;
        throw;
    }
}

Result<SignedIn> Service::register_customer(const Registration& registration,
                                            const Client& client) {
    const auto account = new_account(registration, Role::customer);
    if (!account) return account.error();
    return database_.transact([&](Tx& tx) -> Result<SignedIn> {
        if (auto kept = keep(tx, *account); !kept) return kept.error();
        ask_to_verify(tx, account->user, client);
        return open_session(tx, account->user, client);
    });
}

void Service::ask_to_verify(Tx& tx, const User& user, const Client& client) {
    const auto now = clock_.now();
    const auto link = new_link(LinkPurpose::address_verification, config_, now);
    store::insert_link(tx, user.id, user.email, link);
    events_.publish(tx, AddressVerificationRequested{user.id, user.email, user.name.value_or(""),
                                                     link.id, link.expires_at, client.language});
}

Result<User> Service::create_user(const Registration& registration, Role role) {
    const auto account = new_account(registration, role);
    if (!account) return account.error();
    return database_.transact([&](Tx& tx) -> Result<User> {
        if (auto kept = keep(tx, *account); !kept) return kept.error();
        return account->user;
    });
}

Result<store::Account> Service::new_account(const Registration& registration, Role role) {
    auto hash = doorkeeper_->accept(registration.password, role);
    if (!hash) return hash.error();
    std::optional<std::string> name;
    if (registration.name) name = registration.name->value();
    return store::Account{
        {UserId::make(), lower_case(registration.email), std::move(name), role, clock_.now()},
        *std::move(hash)};
}

Result<> Service::keep(Tx& tx, const store::Account& account) {
    if (!store::insert_account(tx, account)) return email_taken();
    const auto& user = account.user;
    events_.publish(tx, UserRegistered{user.id, user.email, user.name.value_or("")});
    return {};
}

Result<SignedIn> Service::login(const Credentials& credentials, const Client& client) {
    const auto account =
        doorkeeper_->admit(lower_case(credentials.email), credentials.password, client.address);
    if (!account) return account.error();
    return database_.transact([&](Tx& tx) { return open_session(tx, account->user, client); });
}

Result<SignedIn> Service::refresh(const std::string& refresh_token) {
    const auto hash = platform::sha256_hex(refresh_token);
    auto signed_in = database_.transact([&](Tx& tx) -> Result<SignedIn> {
        const auto session = store::use_refresh_token(tx, hash, clock_.now());
        if (!session) return invalid_grant();
        return continue_session(tx, session->user, session->id);
    });
    if (!signed_in) end_session_of_used(hash);
    return signed_in;
}

void Service::end_session_of_used(const std::string& hash) {
    database_.transact([&](Tx& tx) {
        if (const auto ended = store::end_session_of_used(tx, hash, clock_.now()))
            events_.publish(tx, SessionsEnded{ended->account, {ended->id}});
    });
}

void Service::logout(const std::string& refresh_token) {
    const auto hash = platform::sha256_hex(refresh_token);
    database_.transact([&](Tx& tx) {
        if (const auto ended = store::end_session(tx, hash, clock_.now()))
            events_.publish(tx, SessionsEnded{ended->account, {ended->id}});
    });
}

SignedIn Service::open_session(Tx& tx, const User& user, const Client& client) {
    const auto session = SessionId::make();
    store::insert_session(tx, session, user.id, readable(client.user_agent), client.address,
                          clock_.now());
    return continue_session(tx, user, session);
}

SignedIn Service::continue_session(Tx& tx, const User& user, const SessionId& session) {
    const auto now = clock_.now();
    const std::chrono::seconds lifetime = std::chrono::minutes(config_.access_token_minutes);
    const auto refresh_token = platform::random_token();
    store::insert_refresh_token(tx, {platform::sha256_hex(refresh_token), session, now,
                                     now + std::chrono::days(config_.refresh_token_days)});
    const auto access_token = tokens_.sign({config_.issuer,
                                            std::string(audience),
                                            user.id.text(),
                                            session.text(),
                                            {std::string(platform::enum_name(user.role))},
                                            now,
                                            now + lifetime});
    return {user, access_token, "Bearer", lifetime.count(), refresh_token};
}

Result<Identity> Service::identify(const std::string& access_token) {
    if (may_know_too_little_) read_ended_sessions();
    const auto claims = tokens_.verify(access_token, clock_.now());
    if (!claims) return claims.error();
    const auto user = UserId::parse(claims->subject);
    const auto session = SessionId::parse(claims->session);
    const auto role = claims->roles.size() == 1
                          ? platform::enum_from_name<Role>(claims->roles.front())
                          : std::nullopt;
    if (!user || !session || !role || ended_->contains(*session)) return invalid_token();
    return Identity{*user, *session, *role, permissions_of(*role)};
}

Result<User> Service::user(const UserId& id) {
    auto found = database_.read([&](Reader& reader) { return store::user(reader, id); });
    if (!found) return no_such_user();
    return *std::move(found);
}

std::string Service::jwks() {
    return tokens_.jwks();
}

}  // namespace kontor::auth
