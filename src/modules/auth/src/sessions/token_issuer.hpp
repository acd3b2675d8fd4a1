#pragma once

#include "auth/module.hpp"
#include "platform/core/latest.hpp"
#include "signing_keys/key_ring.hpp"
#include "signing_keys/signing_seeds.hpp"
#include "store.hpp"

namespace kontor::auth {

// Opens sessions and makes and checks their tokens, with keys that may change. Thread-safe.
class TokenIssuer {
public:
    TokenIssuer(platform::Database& database, const platform::Clock& clock, const Config& config,
                const platform::Sealer* sealer);

    // Writes the session and answers with its tokens. The account is read once more, and locked:
    // who was disabled or given another role meanwhile is so here. Refuses invalid_credentials, as
    // a wrong password is, where it is disabled.
    platform::Result<SignedIn> open_session(platform::Tx& tx, const User& user,
                                            const Client& client);
    // The same by a password that was verified before the transaction began: where it is another
    // by now, or the role or the second factor are, that is refused likewise.
    platform::Result<SignedIn> open_session(platform::Tx& tx, const store::Account& seen,
                                            const Client& client);
    SignedIn continue_session(platform::Tx& tx, const User& user, const SessionId& session);

    // life: no longer than that of the tokens above.
    std::string access_token(const User& user, const SessionId& session, std::chrono::seconds life,
                             std::optional<platform::TokenActor> actor = std::nullopt);

    // Without a statement, but for the first after the keys have changed.
    platform::Result<platform::TokenClaims> verify(const std::string& access_token);
    std::string jwks();
    // Keys may have come: they are read before they are next used.
    void look_for_keys() { signing_.forget(); }
    // How long a token that is made now may still be shown.
    std::chrono::seconds longest_life() const;

private:
    platform::Result<SignedIn> begin_session(platform::Tx& tx, const std::optional<User>& account,
                                             const Client& client);

    struct Signing {
        platform::TokenSigner signer;
        std::optional<platform::Time> until;
    };
    std::shared_ptr<const Signing> signing();
    Signing read_keys() const;

    platform::Database& database_;
    const platform::Clock& clock_;
    const Config config_;
    const SigningSeeds seeds_;
    platform::Latest<Signing> signing_;
};

}  // namespace kontor::auth
