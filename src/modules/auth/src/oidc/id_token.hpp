// What a provider says of who signed in (OpenID Connect Core 1.0, 2 and 3.1.3.7).
#pragma once

#include "oidc/verification_key.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

namespace kontor::auth::oidc {

struct Claims {
    std::string subject;                 // of that issuer, for good
    std::optional<std::string> email{};  // as addresses are kept
    bool email_verified = false;
    std::optional<std::string> name{};
};

// What must be true of a token.
struct Expectation {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string access_token;  // that came with it, or ""
    platform::Time now;
};

// A token in its parts, not checked yet.
struct IdToken {
    std::string algorithm;
    std::optional<std::string> key;  // kid
    std::string signed_text;
    std::string signature;
    std::string payload;
};

// Refuses auth.id_token_refused: not three parts of base64url, an algorithm that is not RS256,
// PS256, ES256 or EdDSA, a type that is another one's, something critical.
platform::Result<IdToken> parse_id_token(std::string_view text);

// The key that the token names; where it names none, the only one for its algorithm.
const VerificationKey* key_for(const IdToken& token, const std::vector<VerificationKey>& keys);

// Refuses auth.id_token_refused, and says which rule was hurt. Allows 60 s of clock difference.
platform::Result<Claims> check(const IdToken& token, const VerificationKey& key,
                               const Expectation& expected);

// Those of an id_token or of an answer of the userinfo endpoint that are not security's.
void read_person(const boost::json::object& claims, Claims& into);

platform::Error id_token_refused(const std::string& reason);

}  // namespace kontor::auth::oidc
