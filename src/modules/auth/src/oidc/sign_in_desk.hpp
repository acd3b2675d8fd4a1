#pragma once

#include "auth/provider_sign_in.hpp"
#include "auth/self_service.hpp"
#include "oidc/identity_store.hpp"
#include "oidc/provider.hpp"
#include "second_factor/reauthentication.hpp"
#include "sessions/token_issuer.hpp"

namespace kontor::auth::oidc {

class SignInDesk final : public ProviderSignIns {
public:
    SignInDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
               std::shared_ptr<TokenIssuer> issuer, const std::string& shop_url);

    std::vector<SignInProvider> providers() const override;
    platform::Result<StartedSignIn> start(
        const std::string& provider, const std::optional<std::string>& return_address) override;
    platform::Result<SignedIn> finish(const std::string& provider, const std::string& token,
                                      const ProviderReply& reply, const Client& client) override;
    std::vector<ConnectedProvider> connected(const Bearer& bearer) override;
    platform::Result<StartedSignIn> start_connecting(
        const Bearer& bearer, const std::string& provider, const Proof& proof,
        const std::optional<std::string>& return_address) override;
    platform::Result<ConnectedProvider> finish_connecting(const Bearer& bearer,
                                                          const std::string& provider,
                                                          const std::string& token,
                                                          const ProviderReply& reply,
                                                          const std::string& language) override;
    platform::Result<> disconnect(const Bearer& bearer, const std::string& provider,
                                  const Proof& proof, const std::string& language) override;

private:
    // Whom the provider knows, or has now brought.
    struct Guest {
        store::Known account;
        std::optional<SignedIn> signed_in{};  // nothing: a code is asked for
    };

    platform::Result<Provider*> provider(const std::string& name);
    platform::Result<StartedSignIn> depart(Provider& provider, const std::optional<UserId>& account,
                                           const std::optional<std::string>& return_address);
    platform::Result<Claims> come_back(Provider& provider, const std::optional<UserId>& account,
                                       const std::string& token, const ProviderReply& reply);
    platform::Result<Guest> admit(platform::Tx& tx, const Provider& provider, const Claims& claims,
                                  const Client& client);
    platform::Result<store::Known> account_of(platform::Tx& tx, const Provider& provider,
                                              const Claims& claims, const Client& client);
    platform::Result<store::Known> open_account(platform::Tx& tx, const store::ExternalName& name,
                                                const Claims& claims, const Client& client);
    void announce(platform::Tx& tx, const User& user, const Provider& provider, bool is_connected,
                  const std::optional<std::string>& language);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    const Config config_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
    const std::shared_ptr<TokenIssuer> issuer_;
    Reauthentication again_;
    std::vector<std::unique_ptr<Provider>> providers_;
};

}  // namespace kontor::auth::oidc
