#include "platform/security/tokens.hpp"

#include "jws.hpp"
#include "platform/security/random.hpp"
#include "verified_tokens.hpp"

#include <sodium.h>
#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace kontor::platform {
namespace {

using std::chrono::seconds;

constexpr seconds leeway{60};
constexpr std::string_view algorithm = "EdDSA";
constexpr std::string_view type = "at+jwt";

Error invalid_token() {
    return {ErrorKind::unauthenticated, "auth.invalid_token",
            "The access token is not valid here. Log in again."};
}

Error token_expired() {
    return {ErrorKind::unauthenticated, "auth.token_expired",
            "The access token has expired. Refresh it or log in again."};
}

boost::json::array array_of(const std::vector<std::string>& texts) {
    return boost::json::array(texts.begin(), texts.end());
}

std::int64_t to_seconds(Time time) {
    return std::chrono::floor<seconds>(time).time_since_epoch().count();
}

std::optional<boost::json::object> parse_object(const std::string& text) {
    boost::system::error_code error;
    const auto value = boost::json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    return value.get_object();
}

std::optional<std::string> text_in(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

std::optional<Time> time_in(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    // Beyond what Time can hold in microseconds nothing is a sensible time.
    constexpr std::int64_t latest = 1'000'000'000'000;
    if (!value || !value->is_int64()) return std::nullopt;
    if (value->get_int64() < 0 || value->get_int64() > latest) return std::nullopt;
    return Time(seconds(value->get_int64()));
}

std::optional<std::vector<std::string>> texts_in(const boost::json::object& object,
                                                 std::string_view name) {
    const auto* value = object.if_contains(name);
    if (!value || !value->is_array()) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& item : value->get_array()) {
        if (!item.is_string()) return std::nullopt;
        texts.emplace_back(item.get_string());
    }
    return texts;
}

// The key's id, when the header is alg, typ and kid and nothing else: no key or rule may come
// with the token (jwk, jku, x5u, crit).
std::optional<std::string> key_of(const Jws& jws) {
    const auto header = parse_object(jws.header);
    if (!header || header->size() != 3) return std::nullopt;
    if (text_in(*header, "alg") != algorithm || text_in(*header, "typ") != type) {
        return std::nullopt;
    }
    return text_in(*header, "kid");
}

std::optional<TokenActor> actor_in(const boost::json::object& claim) {
    const auto subject = text_in(claim, "sub");
    const auto session = text_in(claim, "sid");
    auto roles = texts_in(claim, "roles");
    if (!subject || !session || !roles) return std::nullopt;
    return TokenActor{*subject, *session, *std::move(roles)};
}

std::optional<TokenClaims> claims_of(const Jws& jws) {
    const auto payload = parse_object(jws.payload);
    if (!payload) return std::nullopt;
    const auto issuer = text_in(*payload, "iss");
    const auto audience = text_in(*payload, "aud");
    const auto subject = text_in(*payload, "sub");
    const auto session = text_in(*payload, "sid");
    const auto roles = texts_in(*payload, "roles");
    const auto issued_at = time_in(*payload, "iat");
    const auto expires_at = time_in(*payload, "exp");
    if (!issuer || !audience || !subject || !session || !roles || !issued_at || !expires_at) {
        return std::nullopt;
    }
    TokenClaims claims{*issuer, *audience, *subject, *session, *roles, *issued_at, *expires_at};
    if (const auto* act = payload->if_contains("act")) {
        if (act->is_object()) claims.actor = actor_in(act->get_object());
        if (!claims.actor) return std::nullopt;
    }
    return claims;
}

// Nothing where the payload says something else than a time.
std::optional<Time> usable_from(const Jws& jws, const TokenClaims& claims) {
    const auto payload = parse_object(jws.payload);
    if (!payload->contains("nbf")) return claims.issued_at;
    const auto not_before = time_in(*payload, "nbf");
    if (!not_before) return std::nullopt;
    return std::max(*not_before, claims.issued_at);
}

}  // namespace

TokenSigner::TokenSigner(const std::vector<SigningKey>& keys, std::string issuer,
                         std::string audience)
    : issuer_(std::move(issuer)),
      audience_(std::move(audience)),
      verified_(std::make_unique<VerifiedTokens>()) {
    if (keys.empty()) throw std::invalid_argument("signing tokens needs at least one key");
    for (const auto& key : keys) {
        if (key.seed.size() != crypto_sign_SEEDBYTES) {
            throw std::invalid_argument("the seed of signing key '" + key.id +
                                        "' must have 32 bytes");
        }
        Pair pair{key.id, std::string(crypto_sign_SECRETKEYBYTES, '\0'),
                  std::string(crypto_sign_PUBLICKEYBYTES, '\0')};
        crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(pair.public_key.data()),
                                 reinterpret_cast<unsigned char*>(pair.secret_key.data()),
                                 reinterpret_cast<const unsigned char*>(key.seed.data()));
        pairs_.push_back(std::move(pair));
    }
}

TokenSigner::TokenSigner(TokenSigner&&) noexcept = default;
TokenSigner::~TokenSigner() = default;

std::string TokenSigner::sign(const TokenClaims& claims) const {
    const auto& pair = pairs_.front();
    const boost::json::object header{{"alg", algorithm}, {"typ", type}, {"kid", pair.id}};
    boost::json::object payload{{"iss", claims.issuer},
                                {"aud", claims.audience},
                                {"sub", claims.subject},
                                {"sid", claims.session},
                                {"roles", array_of(claims.roles)},
                                {"iat", to_seconds(claims.issued_at)},
                                {"exp", to_seconds(claims.expires_at)}};
    if (const auto& actor = claims.actor)
        payload["act"] = {
            {"sub", actor->subject}, {"sid", actor->session}, {"roles", array_of(actor->roles)}};
    return sign_jws(boost::json::serialize(header), boost::json::serialize(payload),
                    pair.secret_key);
}

Result<TokenClaims> TokenSigner::verify(std::string_view token, Time now) const {
    const auto digest = VerifiedTokens::digest_of(token);
    auto verified = verified_->find(digest);
    if (!verified) {
        auto found = verify_signature(token);
        if (!found) return found.error();
        verified = std::make_shared<const VerifiedToken>(*std::move(found));
        verified_->keep(digest, verified);
    }
    if (verified->usable_from > now + leeway) return invalid_token();
    if (now > verified->claims.expires_at + leeway) return token_expired();
    return verified->claims;
}

Result<VerifiedToken> TokenSigner::verify_signature(std::string_view token) const {
    const auto jws = parse_jws(token);
    if (!jws) return invalid_token();
    const auto key = key_of(*jws);
    if (!key) return invalid_token();

    // An unknown key costs a verification too, so that time does not tell which keys there are.
    const auto pair = std::ranges::find(pairs_, *key, &Pair::id);
    const auto& public_key = pair != pairs_.end() ? pair->public_key : pairs_.front().public_key;
    const bool is_signed = is_signed_by(*jws, public_key);
    if (pair == pairs_.end() || !is_signed) return invalid_token();

    auto claims = claims_of(*jws);
    if (!claims || claims->issuer != issuer_ || claims->audience != audience_) {
        return invalid_token();
    }
    const auto usable = usable_from(*jws, *claims);
    if (!usable) return invalid_token();
    return VerifiedToken{*std::move(claims), *usable};
}

std::string TokenSigner::jwks() const {
    boost::json::array keys;
    for (const auto& pair : pairs_) {
        keys.push_back(boost::json::object{{"kty", "OKP"},
                                           {"crv", "Ed25519"},
                                           {"alg", algorithm},
                                           {"use", "sig"},
                                           {"kid", pair.id},
                                           {"x", to_base64url(pair.public_key)}});
    }
    return boost::json::serialize(boost::json::object{{"keys", std::move(keys)}});
}

}  // namespace kontor::platform
