// What a provider of OpenID Connect says: its keys, itself, and who signed in.
#include "oidc/id_token.hpp"
#include "jws.hpp"
#include "oidc/members.hpp"
#include "oidc/metadata.hpp"
#include "outside.hpp"
#include "passwords/doorkeeper.hpp"

#include "platform/security/random.hpp"

#include <sodium.h>

#include <algorithm>
#include <cctype>

namespace {

using namespace kontor;
using namespace kontor::auth::oidc;
using fuzz::require;

const Expectation expected{"https://provider.example", "shop", "nonce", "",
                           platform::Time(std::chrono::seconds(1'700'000'000))};

struct OwnKey {
    std::string secret = std::string(crypto_sign_SECRETKEYBYTES, '\0');
    std::optional<VerificationKey> key;

    OwnKey() {
        std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
        const std::string seed(crypto_sign_SEEDBYTES, 's');
        crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key.data()),
                                 reinterpret_cast<unsigned char*>(secret.data()),
                                 reinterpret_cast<const unsigned char*>(seed.data()));
        key = VerificationKey::of(
            {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", platform::to_base64url(public_key)}});
    }
};

// A key that somebody made up has signed nothing.
void try_keys(const boost::json::object& document, const IdToken& token) {
    const auto keys = verification_keys(document);
    require(keys.size() <= 100, "there are only so many keys");
    for (const auto& key : keys)
        for (const auto* algorithm : {"RS256", "PS256", "ES256", "EdDSA", "none", "HS256"})
            require(!key.has_signed(algorithm, token.signed_text + "x", token.signature),
                    "another text is not signed");
    if (const auto* key = key_for(token, keys))
        require(key->is_for(token.algorithm), "a key is for its algorithm");
    if (const auto metadata = metadata_of(document, expected.issuer))
        require(metadata->token_endpoint.starts_with("http"), "an endpoint is an address");
}

}  // namespace

// Of the doorkeeper, all of whom would bring the database.
std::string kontor::auth::lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

// The first line is a document of the provider, the second a header, the rest claims.
void kontor::fuzz::try_bytes(std::string_view bytes) {
    static const OwnKey own;
    const auto document = object_of(take_line(bytes));
    const auto header = take_line(bytes);
    const auto text = platform::sign_jws(header, bytes, own.secret);
    const auto token = parse_id_token(text);
    std::ignore = parse_id_token(bytes);
    if (!token) {
        require_tellable(token.error());
        return;
    }
    if (document) try_keys(*document, *token);
    const auto claims = check(*token, *own.key, expected);
    if (!claims)
        require_tellable(claims.error());
    else
        require(!claims->subject.empty() && (claims->email || !claims->email_verified),
                "a token says who it is");
    auto changed = *token;
    changed.signed_text += "x";
    require(!check(changed, *own.key, expected), "a changed token is none");
}
