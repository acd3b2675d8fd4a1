#include "service.hpp"

#include "auth/events.hpp"
#include "password_rules.hpp"
#include "permissions.hpp"
#include "platform/security/random.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::string_view audience = "kontor";
constexpr std::size_t seed_bytes = 32;

// NIST SP 800-63B asks for a bound on guesses for each account.
constexpr std::int64_t failures_allowed = 10;
constexpr std::chrono::minutes failures_count_for{10};

// As long as the signer lets a token live beyond its time.
constexpr std::chrono::seconds clock_difference{60};

Error invalid_credentials() {
    return {ErrorKind::unauthenticated, "invalid_credentials",
            "The e-mail address or the password is wrong."};
}

Error invalid_grant() {
    return {ErrorKind::malformed, "invalid_grant",
            "This refresh token is not valid, or not any more. Log in again."};
}

Error invalid_token() {
    return {ErrorKind::unauthenticated, "auth.invalid_token",
            "The access token is not valid here. Log in again."};
}

Error too_many_attempts() {
    return {ErrorKind::too_many_requests,
            "auth.too_many_attempts",
            "Too many logins with this e-mail address have failed. Try again in some minutes.",
            {},
            {{"retry_after", std::chrono::seconds(failures_count_for).count()}}};
}

Error email_taken() {
    const std::string message = "There is an account with this e-mail address. Log in instead.";
    return {ErrorKind::conflict, "auth.email_taken", message, {{"/email", "taken", message}}};
}

Error no_such_user() {
    return {ErrorKind::not_found, "auth.no_such_user", "There is no user with this id."};
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
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
                 const platform::Clock& clock, const Config& config)
    : database_(database),
      events_(events),
      clock_(clock),
      config_(config),
      passwords_({.threads = static_cast<std::size_t>(config.hashing_threads)}),
      tokens_(signing_keys(database, clock), config.issuer, std::string(audience)),
      ended_(std::chrono::minutes(config.access_token_minutes) + clock_difference) {
    const auto now = clock_.now();
    const auto since = now - std::chrono::minutes(config_.access_token_minutes) - clock_difference;
    for (const auto& session :
         database_.read([&](Reader& reader) { return store::sessions_ended_since(reader, since); }))
        ended_.add(session, now);
}

Result<SignedIn> Service::register_customer(const Registration& registration) {
    const auto account = new_account(registration, Role::customer);
    if (!account) return account.error();
    return database_.transact([&](Tx& tx) -> Result<SignedIn> {
        if (auto kept = keep(tx, *account); !kept) return kept.error();
        return open_session(tx, account->user);
    });
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
    const std::string& password = registration.password;
    const auto min_length =
        role == Role::customer ? config_.password_min_length : config_.staff_password_min_length;
    if (auto checked = check_password(password, static_cast<std::size_t>(min_length)); !checked)
        return checked.error();
    auto hash = passwords_.hash(password);
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

Result<SignedIn> Service::login(const Credentials& credentials) {
    const std::string& password = credentials.password;
    if (password.size() > longest_password) return invalid_credentials();
    const auto email = lower_case(credentials.email);
    const auto attempt = database_.read([&](Reader& reader) {
        return store::login_attempt(reader, email, clock_.now() - failures_count_for);
    });
    if (attempt.recent_failures >= failures_allowed) return too_many_attempts();

    const auto verified = attempt.account
                              ? passwords_.verify(attempt.account->password_hash, password)
                              : passwords_.verify_nothing(password);
    if (!verified) return verified.error();
    if (!*verified) {
        record_failed_login(email);
        return invalid_credentials();
    }
    return database_.transact([&](Tx& tx) {
        if (attempt.recent_failures > 0) store::forget_failures(tx, email);
        return open_session(tx, attempt.account->user);
    });
}

void Service::record_failed_login(const std::string& email) {
    const auto now = clock_.now();
    database_.transact(
        [&](Tx& tx) { store::record_failure(tx, email, now, now - failures_count_for); });
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
    const auto ended = database_.transact(
        [&](Tx& tx) { return store::end_session_of_used(tx, hash, clock_.now()); });
    if (ended) ended_.add(*ended, clock_.now());
}

void Service::logout(const std::string& refresh_token) {
    const auto hash = platform::sha256_hex(refresh_token);
    const auto ended =
        database_.transact([&](Tx& tx) { return store::end_session(tx, hash, clock_.now()); });
    if (ended) ended_.add(*ended, clock_.now());
}

SignedIn Service::open_session(Tx& tx, const User& user) {
    const auto session = SessionId::make();
    store::insert_session(tx, session, user.id, clock_.now());
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
    const auto claims = tokens_.verify(access_token, clock_.now());
    if (!claims) return claims.error();
    const auto user = UserId::parse(claims->subject);
    const auto session = SessionId::parse(claims->session);
    const auto role = claims->roles.size() == 1
                          ? platform::enum_from_name<Role>(claims->roles.front())
                          : std::nullopt;
    if (!user || !session || !role || ended_.contains(*session)) return invalid_token();
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
