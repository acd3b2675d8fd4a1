#include "service.hpp"

#include "accounts/account_opening.hpp"
#include "auth/impersonations.hpp"
#include "auth/key_events.hpp"
#include "auth/session_events.hpp"
#include "platform/security/random.hpp"
#include "refusals.hpp"
#include "second_factor/second_step.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

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

// Told to nobody but who has shown the password.
Error password_outgrown(const Error& reason) {
    return {ErrorKind::forbidden, "auth.password_outgrown",
            "The password was good, but not for staff: " + reason.message +
                " Choose another by a link: POST /v1/auth/forgot-password."};
}

}  // namespace

Service::Service(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
                 std::shared_ptr<TokenIssuer> issuer, std::shared_ptr<KnownRoles> roles)
    : database_(foundation.database),
      events_(foundation.events),
      clock_(foundation.clock),
      config_(foundation.config),
      doorkeeper_(std::move(doorkeeper)),
      issuer_(std::move(issuer)),
      ended_(std::make_shared<EndedSessions>(issuer_->longest_life())),
      roles_(std::move(roles)) {
    events_.on_committed([ended = ended_, issuer = issuer_,
                          &clock = clock_](std::span<const platform::Announcement> facts) {
        for (const auto& fact : facts) {
            if (fact.name == SigningKeyAdded::name) issuer->look_for_keys();
            if (fact.name != SessionsEnded::name) continue;
            const auto ends = platform::json::read<SessionsEnded>(fact.payload).value();
            for (const auto& session : ends.sessions) ended->add(session, clock.now());
        }
    });
    read_ended_sessions();
}

void Service::sessions_ended(const std::vector<SessionId>& sessions) {
    for (const auto& session : sessions) ended_->add(session, clock_.now());
}

void Service::look_for_ended_sessions() {
    ++gaps_;
    issuer_->look_for_keys();
    roles_->look_again();
}

void Service::read_ended_sessions() {
    const auto gaps = gaps_.load();
    const auto since = clock_.now() - issuer_->longest_life();
    sessions_ended(
        database_.read([&](Reader& reader) { return store::sessions_ended_since(reader, since); }));
    auto closed = gaps_closed_.load();
    while (closed < gaps && !gaps_closed_.compare_exchange_weak(closed, gaps)) {
    }
}

Result<SignedIn> Service::register_customer(const Registration& registration,
                                            const Client& client) {
    const auto account = new_account(*doorkeeper_, clock_, registration, roles::customer);
    if (!account) return account.error();
    auto signed_in = database_.transact([&](Tx& tx) -> Result<SignedIn> {
        if (!keep_account(tx, events_, *account, client.language)) return email_taken();
        ask_to_verify(tx, events_, config_, account->user, client.language, clock_.now());
        return issuer_->open_session(tx, account->user, client);
    });
    if (!signed_in) return doorkeeper_->refuse_guess(client.address, signed_in.error());
    return signed_in;
}

Result<User> Service::create_user(const Registration& registration, std::string_view role) {
    if (!roles_->permissions_of(std::string(role))) return unknown_role();
    const auto account = new_account(*doorkeeper_, clock_, registration, role);
    if (!account) return account.error();
    if (!database_.transact([&](Tx& tx) { return keep_account(tx, events_, *account, {}); }))
        return email_taken();
    return account->user;
}

Result<SignedIn> Service::login(const Credentials& credentials, const Client& client) {
    const auto account =
        doorkeeper_->admit(lower_case(credentials.email), credentials.password, client.address);
    if (!account) return account.error();
    if (account->has_second_factor) return ask_for_code(*account);
    // Such as of a customer who became staff, or of staff whose second factor was taken off.
    if (account->user.is_staff())
        if (const auto fits = doorkeeper_->check(credentials.password, account->user.role, false);
            !fits)
            return password_outgrown(fits.error());
    return database_.transact([&](Tx& tx) { return issuer_->open_session(tx, *account, client); });
}

Error Service::ask_for_code(const store::Account& seen) {
    const auto token = database_.transact([&](Tx& tx) -> std::optional<std::string> {
        if (!store::lock_as_seen(tx, seen)) return std::nullopt;
        return new_challenge(tx, seen.user.id, clock_.now());
    });
    if (!token) return invalid_credentials(config_.registration == RegistrationMode::by_mail);
    return code_required(*token);
}

Result<SignedIn> Service::refresh(const std::string& refresh_token) {
    const auto hash = platform::sha256_hex(refresh_token);
    auto signed_in = database_.transact([&](Tx& tx) -> Result<SignedIn> {
        const auto session = store::use_refresh_token(tx, hash, clock_.now());
        if (!session) return invalid_grant();
        return issuer_->continue_session(tx, session->user, session->id);
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

Result<Identity> Service::identify(const std::string& access_token) {
    if (gaps_closed_ < gaps_) read_ended_sessions();
    const auto claims = issuer_->verify(access_token);
    if (!claims) return claims.error();
    const auto user = UserId::parse(claims->subject);
    const auto session = SessionId::parse(claims->session);
    if (!user || !session || claims->roles.size() != 1 || ended_->contains(*session))
        return invalid_token();
    const auto& role = claims->roles.front();
    auto permissions = roles_->permissions_of(role);
    if (!permissions) return invalid_token();
    Identity identity{*user, *session, role, *std::move(permissions)};
    if (claims->actor) {
        identity.impersonator = acting(*claims->actor);
        if (!identity.impersonator || role != roles::customer) return invalid_token();
    }
    return identity;
}

std::optional<UserId> Service::acting(const platform::TokenActor& actor) const {
    const auto user = UserId::parse(actor.subject);
    const auto session = SessionId::parse(actor.session);
    if (!user || !session || actor.roles.size() != 1 || ended_->contains(*session))
        return std::nullopt;
    const auto held = roles_->permissions_of(actor.roles.front());
    if (!held || std::ranges::find(*held, Impersonations::permission) == held->end())
        return std::nullopt;
    return *user;
}

Result<User> Service::user(const UserId& id) {
    auto found = database_.read([&](Reader& reader) { return store::user(reader, id); });
    if (!found) return no_such_user();
    return *std::move(found);
}

Result<> Service::hold(const UserId& id) {
    return database_.transact([&](Tx& tx) -> Result<> {
        if (!store::hold(tx, id)) return no_such_user();
        return {};
    });
}

std::string Service::jwks() {
    return issuer_->jwks();
}

}  // namespace kontor::auth
