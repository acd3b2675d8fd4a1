#include "oidc/sign_in_desk.hpp"

#include "accounts/account_opening.hpp"
#include "auth/link_events.hpp"
#include "links/link_store.hpp"
#include "platform/audit/deed.hpp"
#include "platform/security/random.hpp"
#include "refusals.hpp"
#include "second_factor/second_step.hpp"

#include <algorithm>

namespace kontor::auth::oidc {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_provider() {
    return {ErrorKind::not_found, "auth.no_such_provider",
            "There is no such provider to sign in with: GET /v1/auth/providers lists them."};
}

Error connect_first() {
    return {
        ErrorKind::conflict, "auth.connect_first",
        "There is an account with the e-mail address that the provider tells, and nothing shows "
        "that it is yours. Sign in to it, if need be with a new password that you are sent a "
        "link for, and connect the provider there."};
}

Error address_missing() {
    return {ErrorKind::forbidden, "auth.address_missing",
            "The provider does not tell your e-mail address, and the shop needs one to open an "
            "account. Allow it there, or register with a password and connect the provider."};
}

Error address_not_verified() {
    return {ErrorKind::forbidden, "auth.address_not_verified",
            "The provider has not confirmed your e-mail address. Have it confirmed there, or "
            "register with a password and connect the provider."};
}

Error no_account(const std::string& title) {
    return {ErrorKind::forbidden, "auth.no_account",
            "No account here is connected with who you are at " + title +
                ". Sign in with your password and connect it."};
}

Error not_for_this_account() {
    return {ErrorKind::forbidden, "auth.not_for_this_account",
            "Accounts such as this one are not signed in to with this provider."};
}

Error already_connected() {
    return {ErrorKind::conflict, "auth.already_connected",
            "An account is connected with who you are at this provider already, or this account "
            "with somebody else there. Disconnect that first."};
}

Error verify_first() {
    return {ErrorKind::conflict, "auth.verify_first",
            "The e-mail address of the account is not confirmed. Open the link in the letter to "
            "it, or ask for another with POST /v1/me/verification, and connect the provider then."};
}

Error not_connected() {
    return {ErrorKind::not_found, "auth.not_connected",
            "The account is not connected with this provider."};
}

Error last_way_in() {
    return {ErrorKind::conflict, "auth.last_way_in",
            "The account has no password, so that nobody could sign in to it any more. Choose a "
            "password first, with a link from POST /v1/auth/forgot-password."};
}

std::string new_token() {
    return "sin_" + platform::random_token();
}

store::ExternalName name_of(const Provider& provider, const Claims& claims) {
    return {provider.issuer(), claims.subject, claims.email};
}

ConnectedProvider view_of(const Provider& provider, const store::Identity& identity) {
    return {provider.name(),
            provider.title(),
            {identity.email},
            identity.connected_at,
            {identity.last_used_at}};
}

bool is_for(const Provider& provider, const User& user) {
    return provider.is_for(!user.is_staff());
}

}  // namespace

SignInDesk::SignInDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
                       std::shared_ptr<TokenIssuer> issuer, const std::string& shop_url)
    : database_(foundation.database),
      events_(foundation.events),
      clock_(foundation.clock),
      config_(foundation.config),
      doorkeeper_(std::move(doorkeeper)),
      issuer_(std::move(issuer)),
      again_(database_, doorkeeper_) {
    for (const auto& one : config_.providers)
        providers_.push_back(std::make_unique<Provider>(one, shop_url, clock_));
}

std::vector<SignInProvider> SignInDesk::providers() const {
    std::vector<SignInProvider> list;
    for (const auto& one : providers_) list.push_back({one->name(), one->title()});
    return list;
}

Result<Provider*> SignInDesk::provider(const std::string& name) {
    const auto found = std::ranges::find_if(
        providers_, [&](const auto& provider) { return provider->name() == name; });
    if (found == providers_.end()) return no_such_provider();
    return found->get();
}

Result<StartedSignIn> SignInDesk::start(const std::string& name,
                                        const std::optional<std::string>& return_address) {
    const auto found = provider(name);
    if (!found) return found.error();
    return depart(**found, std::nullopt, return_address);
}

Result<StartedSignIn> SignInDesk::depart(Provider& provider, const std::optional<UserId>& account,
                                         const std::optional<std::string>& wanted) {
    const auto return_address = provider.return_address(wanted);
    if (!return_address) return return_address.error();
    const auto token = new_token();
    const auto url = provider.authorization_url(Attempt(token), *return_address);
    if (!url) return url.error();
    database_.transact([&](Tx& tx) {
        store::insert_visit(tx, platform::sha256_hex(token),
                            {provider.name(), account, *return_address}, clock_.now());
    });
    return StartedSignIn{*url, token, store::visit_lasts.count()};
}

// The visit is over before the provider is asked: of many who show the same reply one is answered.
Result<Claims> SignInDesk::come_back(Provider& provider, const std::optional<UserId>& account,
                                     const std::string& token, const ProviderReply& reply) {
    const Attempt attempt(token);
    if (!platform::equal_in_constant_time(attempt.state, reply.state)) return invalid_sign_in();
    const auto visit = database_.transact(
        [&](Tx& tx) { return store::take_visit(tx, platform::sha256_hex(token), clock_.now()); },
        platform::Commit::at_once);
    if (!visit || visit->provider != provider.name() || visit->account != account)
        return invalid_sign_in();
    return provider.identify(attempt, reply, visit->return_address);
}

Result<SignedIn> SignInDesk::finish(const std::string& name, const std::string& token,
                                    const ProviderReply& reply, const Client& client) {
    const auto found = provider(name);
    if (!found) return found.error();
    const auto claims = come_back(**found, std::nullopt, token, reply);
    if (!claims) return claims.error();
    const auto work = [&](Tx& tx) { return admit(tx, **found, *claims, client); };
    auto guest = database_.transact(work);
    // Somebody was faster, perhaps they themselves: now there is an account.
    if (!guest && guest.error().code == already_connected().code) guest = database_.transact(work);
    if (!guest && guest.error().code == connect_first().code)
        return doorkeeper_->refuse_guess(client.address, guest.error());
    if (!guest) return guest.error();
    if (!guest->signed_in)
        return code_required(database_.transact(
            [&](Tx& tx) { return new_challenge(tx, guest->account.user.id, clock_.now()); }));
    return *std::move(guest->signed_in);
}

Result<SignInDesk::Guest> SignInDesk::admit(Tx& tx, const Provider& provider, const Claims& claims,
                                            const Client& client) {
    const auto account = account_of(tx, provider, claims, client);
    if (!account) return account.error();
    platform::audit::done_to(account->user.id.text());
    if (!is_for(provider, account->user)) return not_for_this_account();
    if (account->has_second_factor && provider.asks_for_code()) return Guest{*account};
    auto signed_in = issuer_->open_session(tx, account->user, client);
    if (!signed_in) return signed_in.error();
    return Guest{*account, *std::move(signed_in)};
}

// An address alone is believed where both sides have seen that it is theirs, and never for staff.
Result<store::Known> SignInDesk::account_of(Tx& tx, const Provider& provider, const Claims& claims,
                                            const Client& client) {
    const auto name = name_of(provider, claims);
    const auto now = clock_.now();
    if (auto known = store::use_identity(tx, name, now)) return *std::move(known);
    if (!provider.opens_accounts()) return no_account(provider.title());
    if (!claims.email) return address_missing();
    // Otherwise the answer would tell whether the address has an account.
    const bool must_not_tell = config_.registration == RegistrationMode::by_mail;
    if (must_not_tell && !claims.email_verified) return address_not_verified();
    auto account = store::lock_account(tx, *claims.email);
    if (!account) return open_account(tx, name, claims, client);
    platform::audit::done_to(account->user.id.text());
    const auto& user = account->user;
    if (!claims.email_verified || !user.email_verified || user.is_staff()) return connect_first();
    if (!store::insert_identity(tx, user.id, name, now)) return connect_first();
    announce(tx, user, provider, true, client.language);
    return *std::move(account);
}

Result<store::Known> SignInDesk::open_account(Tx& tx, const store::ExternalName& name,
                                              const Claims& claims, const Client& client) {
    const auto now = clock_.now();
    store::Account account{
        {UserId::make(), *claims.email, claims.name, std::string(roles::customer), now},
        std::string(store::hash_of_no_password)};
    if (!keep_account(tx, events_, account, client.language)) return already_connected();
    auto& user = account.user;
    user.email_verified = claims.email_verified;
    if (claims.email_verified)
        store::set_verified_address(tx, user.id, user.email, now);
    else
        ask_to_verify(tx, events_, config_, user, client.language, now);
    if (!store::insert_identity(tx, user.id, name, now)) return already_connected();
    return store::Known{std::move(user)};
}

std::vector<ConnectedProvider> SignInDesk::connected(const Bearer& bearer) {
    const auto identities =
        database_.read([&](Reader& reader) { return store::identities(reader, bearer.user); });
    std::vector<ConnectedProvider> list;
    for (const auto& identity : identities)
        for (const auto& one : providers_)
            if (one->issuer() == identity.issuer) list.push_back(view_of(*one, identity));
    return list;
}

Result<StartedSignIn> SignInDesk::start_connecting(
    const Bearer& bearer, const std::string& name, const Proof& proof,
    const std::optional<std::string>& return_address) {
    const auto found = provider(name);
    if (!found) return found.error();
    const auto account = again_.in_full(bearer, proof);
    if (!account) return account.error();
    if (!is_for(**found, account->user)) return not_for_this_account();
    // Who comes later and shows that the address is theirs would not know of this way in.
    if (!account->user.email_verified) return verify_first();
    return depart(**found, bearer.user, return_address);
}

Result<ConnectedProvider> SignInDesk::finish_connecting(const Bearer& bearer,
                                                        const std::string& name,
                                                        const std::string& token,
                                                        const ProviderReply& reply,
                                                        const std::string& language) {
    const auto found = provider(name);
    if (!found) return found.error();
    const auto claims = come_back(**found, bearer.user, token, reply);
    if (!claims) return claims.error();
    const auto now = clock_.now();
    return database_.transact([&](Tx& tx) -> Result<ConnectedProvider> {
        const auto external = name_of(**found, *claims);
        if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
        const auto user = store::user(tx, bearer.user);
        if (user && !user->email_verified) return verify_first();
        if (user && !is_for(**found, *user)) return not_for_this_account();
        if (!user || !store::insert_identity(tx, user->id, external, now))
            return already_connected();
        platform::audit::keep_with(tx);
        announce(tx, *user, **found, true, language);
        return view_of(**found,
                       {external.issuer, external.subject, external.email, now, std::nullopt});
    });
}

Result<> SignInDesk::disconnect(const Bearer& bearer, const std::string& name, const Proof& proof,
                                const std::string& language) {
    const auto found = provider(name);
    if (!found) return found.error();
    const auto mine = connected(bearer);
    if (std::ranges::find(mine, name, &ConnectedProvider::provider) == mine.end())
        return not_connected();
    if (!database_.read([&](Reader& reader) { return store::has_password(reader, bearer.user); }))
        return last_way_in();
    const auto account = again_.in_full(bearer, proof);
    if (!account) return account.error();
    return database_.transact([&](Tx& tx) -> Result<> {
        if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
        if (!store::delete_identity(tx, bearer.user, (*found)->issuer())) return not_connected();
        platform::audit::keep_with(tx);
        announce(tx, account->user, **found, false, language);
        return {};
    });
}

void SignInDesk::announce(Tx& tx, const User& user, const Provider& provider, bool is_connected,
                          const std::optional<std::string>& language) {
    events_.publish(tx, SignInProviderChanged{user.id, user.email, user.name.value_or(""), language,
                                              provider.title(), is_connected});
}

}  // namespace kontor::auth::oidc
