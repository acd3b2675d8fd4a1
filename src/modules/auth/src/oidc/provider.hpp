#pragma once

#include "auth/oidc_config.hpp"
#include "auth/provider_sign_in.hpp"
#include "oidc/id_token.hpp"
#include "oidc/metadata.hpp"
#include "oidc/published.hpp"
#include "platform/client/client.hpp"

#include <semaphore>

namespace kontor::auth::oidc {

// What belongs to one sign-in and to no other, made from its token.
struct Attempt {
    explicit Attempt(const std::string& token);
    std::string state;
    std::string nonce;
    std::string verifier;  // RFC 7636
};

// One provider. Asks it over HTTP, so never call it in a transaction; at most four calls are under
// way at one time, and each takes as long as its deadlines say. Thread-safe.
class Provider {
public:
    // Throws std::invalid_argument for a configuration that cannot be: says which key of it.
    // shop_url: whose page people come back to where none is configured.
    Provider(OpenIdProvider config, const std::string& shop_url, const platform::Clock& clock);

    const std::string& name() const { return config_.name.value(); }
    const std::string& title() const { return config_.title.value(); }
    const std::string& issuer() const { return config_.issuer.value(); }
    bool asks_for_code() const { return config_.asks_for_code; }
    bool opens_accounts() const { return config_.accounts != ProviderAccounts::staff; }
    bool is_for(bool customers) const;

    // Refuses auth.unknown_return_address.
    platform::Result<std::string> return_address(const std::optional<std::string>& wanted) const;
    // Where the browser goes. Refuses auth.provider_unavailable.
    platform::Result<std::string> authorization_url(const Attempt& attempt,
                                                    const std::string& return_address);
    // Who signed in. Refuses auth.sign_in_denied, auth.provider_refused, auth.invalid_sign_in,
    // auth.id_token_refused, auth.provider_unavailable.
    platform::Result<Claims> identify(const Attempt& attempt, const ProviderReply& reply,
                                      const std::string& return_address);

private:
    struct Tokens {
        std::string id_token;
        std::string access_token;
    };
    using Keys = std::vector<VerificationKey>;

    platform::Result<Published<Metadata>::Copy> metadata();
    platform::Result<Keys> fetch_keys(const Metadata& metadata);
    platform::Result<Tokens> exchange(const Metadata& metadata, const Attempt& attempt,
                                      const std::string& code, const std::string& return_address);
    platform::Result<Claims> believe(const Metadata& metadata, const Attempt& attempt,
                                     const Tokens& tokens);
    platform::Result<Claims> verify(const Metadata& metadata, const IdToken& token,
                                    const Expectation& expected);
    platform::Result<Claims> with_person(const Metadata& metadata, const Tokens& tokens,
                                         Claims claims);
    platform::Result<boost::json::object> get(
        const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers);
    platform::Result<platform::IncomingAnswer> send(platform::OutgoingRequest request);
    platform::Error unavailable(const std::string& reason) const;

    const OpenIdProvider config_;
    const std::string secret_;
    const std::vector<std::string> return_addresses_;
    const platform::Clock& clock_;
    platform::HttpClient client_;
    std::counting_semaphore<> free_;
    Published<Metadata> metadata_;
    Published<Keys> keys_;
};

platform::Error invalid_sign_in();

}  // namespace kontor::auth::oidc
