// Access tokens, as they come, and with what they say signed by the shop's own key, so that what
// reads the claims sees any claims.
#include "jws.hpp"
#include "outside.hpp"

#include "platform/security/random.hpp"
#include "platform/security/tokens.hpp"

#include <sodium.h>

namespace {

using namespace kontor::platform;
using kontor::fuzz::require;

const Time now{std::chrono::seconds(1'700'000'000)};
const std::string seed(crypto_sign_SEEDBYTES, 's');

std::string secret_key() {
    std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
    std::string key(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key.data()),
                             reinterpret_cast<unsigned char*>(key.data()),
                             reinterpret_cast<const unsigned char*>(seed.data()));
    return key;
}

Result<TokenClaims> verified(const TokenSigner& signer, std::string_view token) {
    auto claims = signer.verify(token, now);
    if (!claims) {
        kontor::fuzz::require_tellable(claims.error());
        require(claims.error().kind == ErrorKind::unauthenticated, "a bad token is a 401");
        return claims;
    }
    require(claims->issuer == "shop" && claims->audience == "shop-api", "a token is for the shop");
    require(claims->expires_at + std::chrono::seconds(60) >= now &&
                claims->issued_at - std::chrono::seconds(60) <= now,
            "a token is good at its time");
    return claims;
}

}  // namespace

// The first line is a token, or with the second the header and claims of one.
void kontor::fuzz::try_bytes(std::string_view bytes) {
    static const TokenSigner signer({{"key", seed}}, "shop", "shop-api");
    static const std::string key = secret_key();
    const auto whole = verified(signer, bytes);
    require(!whole || bytes.find_first_of("+/= \n") == bytes.npos, "a token has one spelling");
    const auto header = take_line(bytes);
    const auto signed_token = sign_jws(header, bytes, key);
    std::ignore = verified(signer, signed_token);
    auto changed = signed_token;
    auto& letter = changed[header.size() % changed.size()];
    letter = letter == 'A' ? 'B' : 'A';
    require(!verified(signer, changed), "a changed token is none");
}
