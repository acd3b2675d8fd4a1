#pragma once

#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform {

// An Ed25519 key pair for signing tokens. seed: 32 bytes, secret.
struct SigningKey {
    std::string id;  // kid
    std::string seed;
};

// Who acts as the subject of a token (act, RFC 8693): by which session, and in which roles.
struct TokenActor {
    std::string subject;
    std::string session;
    std::vector<std::string> roles;
};

struct TokenClaims {
    std::string issuer;
    std::string audience;
    std::string subject;
    std::string session;  // sid
    std::vector<std::string> roles;
    Time issued_at;
    Time expires_at;
    std::optional<TokenActor> actor{};
};

struct VerifiedToken;
class VerifiedTokens;

// JWTs (RFC 7519) with EdDSA only: the algorithm is pinned, never taken from the token; typ is
// at+jwt (RFC 9068). The first key signs, all verify. Thread-safe after construction.
class TokenSigner {
public:
    // Throws std::invalid_argument when there is no key or a seed is not 32 bytes long.
    TokenSigner(const std::vector<SigningKey>& keys, std::string issuer, std::string audience);
    TokenSigner(TokenSigner&&) noexcept;
    ~TokenSigner();

    std::string sign(const TokenClaims& claims) const;

    // Refuses auth.invalid_token for any flaw: form, algorithm, type, key, signature, issuer,
    // audience; auth.token_expired past expires_at. Allows 60 s of clock difference. Costs one
    // SHA-256 for a token that it was asked for before, a signature for another.
    Result<TokenClaims> verify(std::string_view token, Time now) const;

    // The public keys as a JSON Web Key Set (RFC 7517).
    std::string jwks() const;

private:
    struct Pair {
        std::string id;
        std::string secret_key;
        std::string public_key;
    };
    Result<VerifiedToken> verify_signature(std::string_view token) const;

    std::vector<Pair> pairs_;
    std::string issuer_;
    std::string audience_;
    std::unique_ptr<VerifiedTokens> verified_;
};

}  // namespace kontor::platform
