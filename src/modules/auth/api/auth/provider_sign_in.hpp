#pragma once

#include "auth/auth.hpp"
#include "auth/own_account.hpp"

namespace kontor::auth {

struct SignInProvider {
    std::string name;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(SignInProvider, (), (name, title))

// A way to the provider and back.
struct StartedSignIn {
    std::string authorization_url;  // where the browser goes
    std::string sign_in_token;      // kept by the client that started, shown when it finishes
    std::int64_t expires_in = 0;    // seconds
};
BOOST_DESCRIBE_STRUCT(StartedSignIn, (), (authorization_url, sign_in_token, expires_in))

// What the browser came back with, in the query of the return address (RFC 6749, 4.1.2).
struct ProviderReply {
    std::string state;
    std::optional<std::string> code{};
    std::optional<std::string> error{};
    std::optional<std::string> issuer{};  // RFC 9207
};

// A provider that the account may be signed in with.
struct ConnectedProvider {
    std::string provider;
    std::string title;
    platform::Nullable<std::string> email;  // as the provider has it
    platform::Time connected_at;
    platform::Nullable<platform::Time> last_used_at;
};
BOOST_DESCRIBE_STRUCT(ConnectedProvider, (), (provider, title, email, connected_at, last_used_at))

// Signing in with a provider of OpenID Connect (Core 1.0, the authorisation code flow with PKCE).
// Who somebody is, is the provider's issuer and its subject; an address of mail alone is nobody.
// Thread-safe. start() and finish() ask the provider, outside any transaction, for as long as its
// deadline says: call them where waiting is expected.
class ProviderSignIns {
public:
    virtual ~ProviderSignIns() = default;

    // As configured.
    virtual std::vector<SignInProvider> providers() const = 0;

    // return_address: one of those that are configured, or nothing for the first. Refuses
    // auth.no_such_provider, auth.unknown_return_address (invalid), auth.provider_unavailable.
    virtual platform::Result<StartedSignIn> start(
        const std::string& provider, const std::optional<std::string>& return_address) = 0;
    // Once, and only with the token of whoever started: a reply that somebody else was given signs
    // nobody in. Opens a customer's account for somebody who is new. Refuses
    // auth.invalid_sign_in (malformed): unknown, over, used, of another client or provider;
    // auth.id_token_refused (malformed): what the provider says is not to be believed;
    // auth.sign_in_denied and auth.provider_refused (forbidden), as the provider did;
    // auth.connect_first (conflict): the address has an account that nothing shows to be theirs;
    // auth.address_missing, auth.address_not_verified, auth.no_account,
    // auth.not_for_this_account (forbidden); mfa_required as Auth::login does, unless configured
    // otherwise; auth.provider_unavailable.
    virtual platform::Result<SignedIn> finish(const std::string& provider, const std::string& token,
                                              const ProviderReply& reply, const Client& client) = 0;

    // Of providers that are configured.
    virtual std::vector<ConnectedProvider> connected(const Bearer& bearer) = 0;
    // Refuses as start() does, and as OwnAccount::change_address does for want of a proof;
    // auth.not_for_this_account, auth.already_connected (conflict), auth.verify_first (conflict):
    // nobody has confirmed the address of the account.
    virtual platform::Result<StartedSignIn> start_connecting(
        const Bearer& bearer, const std::string& provider, const Proof& proof,
        const std::optional<std::string>& return_address) = 0;
    // A letter tells of it. Refuses as finish() does for what the provider says;
    // auth.already_connected: somebody's already, or the account has another of that provider;
    // auth.verify_first.
    virtual platform::Result<ConnectedProvider> finish_connecting(const Bearer& bearer,
                                                                  const std::string& provider,
                                                                  const std::string& token,
                                                                  const ProviderReply& reply,
                                                                  const std::string& language) = 0;
    // A letter tells of it. Refuses auth.not_connected (not_found), auth.last_way_in (conflict):
    // the account has no password yet; and for want of a proof.
    virtual platform::Result<> disconnect(const Bearer& bearer, const std::string& provider,
                                          const Proof& proof, const std::string& language) = 0;
};

}  // namespace kontor::auth
