#include "oidc/id_token.hpp"

#include "oidc/members.hpp"
#include "passwords/doorkeeper.hpp"
#include "platform/security/random.hpp"

#include <algorithm>
#include <array>

namespace kontor::auth::oidc {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

constexpr std::chrono::seconds leeway{60};
// A token is made for this sign-in, a moment ago.
constexpr std::chrono::minutes oldest{10};
constexpr std::size_t longest_subject = 255;
constexpr std::size_t longest_token = 64 << 10;
constexpr std::array<std::string_view, 4> algorithms{"RS256", "PS256", "ES256", "EdDSA"};

// Nothing, unless it is three parts of base64url.
std::optional<std::array<std::string, 3>> parts_of(std::string_view text) {
    const auto first = text.find('.');
    const auto second = text.find('.', first + 1);
    if (first == text.npos || second == text.npos) return std::nullopt;
    std::array<std::string, 3> parts;
    const bool decodes =
        platform::from_base64url(text.substr(0, first), parts[0]) &&
        platform::from_base64url(text.substr(first + 1, second - first - 1), parts[1]) &&
        platform::from_base64url(text.substr(second + 1), parts[2]);
    if (!decodes) return std::nullopt;
    return parts;
}

// RFC 8725, 3.11: a token of another kind that the provider has signed is no id_token.
bool is_type_of_id_tokens(const boost::json::object& header) {
    return !header.contains("typ") || lower_case(text_in(header, "typ").value_or("")) == "jwt";
}

std::vector<std::string> audiences_in(const boost::json::object& claims) {
    if (const auto one = text_in(claims, "aud")) return {*one};
    return texts_in(claims, "aud").value_or(std::vector<std::string>{});
}

std::optional<std::string> fault_of_audience(const boost::json::object& claims,
                                             const std::string& client_id) {
    const auto audiences = audiences_in(claims);
    if (std::ranges::find(audiences, client_id) == audiences.end())
        return "it is for another client (aud)";
    if (audiences.size() > 1 && !claims.contains("azp"))
        return "it is for several clients, and does not say which of them it was given to (azp)";
    if (claims.contains("azp") && text_in(claims, "azp") != client_id)
        return "it was given to another client (azp)";
    return std::nullopt;
}

std::optional<std::string> fault_of_times(const boost::json::object& claims, platform::Time now) {
    const auto expires_at = time_in(claims, "exp");
    const auto issued_at = time_in(claims, "iat");
    if (!expires_at || *expires_at + leeway <= now) return "it has expired (exp)";
    if (!issued_at || *issued_at > now + leeway) return "it is not made yet (iat)";
    if (*issued_at + oldest + leeway < now) return "it was made long ago (iat)";
    if (!claims.contains("nbf")) return std::nullopt;
    const auto not_before = time_in(claims, "nbf");
    if (!not_before || *not_before > now + leeway) return "it is not good yet (nbf)";
    return std::nullopt;
}

// Core, 3.1.3.6. Ed25519 has SHA-512 inside; its at_hash is not standardised.
bool fits_access_token(const boost::json::object& claims, const IdToken& token,
                       const std::string& access_token) {
    if (!claims.contains("at_hash") || access_token.empty() || token.algorithm == "EdDSA")
        return true;
    const auto digest = sha256(access_token);
    return text_in(claims, "at_hash") ==
           platform::to_base64url(digest.substr(0, digest.size() / 2));
}

bool is_subject(const std::optional<std::string>& subject) {
    return subject && !subject->empty() && subject->size() <= longest_subject &&
           std::ranges::all_of(*subject, [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<std::string> fault_of(const boost::json::object& claims, const IdToken& token,
                                    const Expectation& expected) {
    if (text_in(claims, "iss") != expected.issuer) return "it is of another issuer (iss)";
    if (auto fault = fault_of_audience(claims, expected.client_id)) return fault;
    if (auto fault = fault_of_times(claims, expected.now)) return fault;
    if (!platform::equal_in_constant_time(text_in(claims, "nonce").value_or(""), expected.nonce))
        return "it is for another sign-in (nonce)";
    if (!fits_access_token(claims, token, expected.access_token))
        return "it came with another access token (at_hash)";
    if (!is_subject(text_in(claims, "sub"))) return "it does not say who it is (sub)";
    return std::nullopt;
}

}  // namespace

Error id_token_refused(const std::string& reason) {
    return {ErrorKind::malformed, "auth.id_token_refused",
            "What the provider says of who signed in is not to be believed: " + reason +
                ". Start again; if it stays so, tell the shop."};
}

Result<IdToken> parse_id_token(std::string_view text) {
    if (text.size() > longest_token) return id_token_refused("it is too long");
    auto parts = parts_of(text);
    const auto header = parts ? object_of((*parts)[0]) : std::nullopt;
    if (!header) return id_token_refused("it is no signed token");
    const auto algorithm = text_in(*header, "alg");
    if (!algorithm || std::ranges::find(algorithms, *algorithm) == algorithms.end())
        return id_token_refused("its algorithm is not RS256, PS256, ES256 or EdDSA (alg)");
    if (!is_type_of_id_tokens(*header))
        return id_token_refused("it is a token of another kind (typ)");
    if (header->contains("crit")) return id_token_refused("it has a rule of its own (crit)");
    return IdToken{*algorithm, text_in(*header, "kid"),
                   std::string(text.substr(0, text.rfind('.'))), std::move((*parts)[2]),
                   std::move((*parts)[1])};
}

const VerificationKey* key_for(const IdToken& token, const std::vector<VerificationKey>& keys) {
    const VerificationKey* found = nullptr;
    for (const auto& key : keys) {
        if (!key.is_for(token.algorithm) || (token.key && key.id() != *token.key)) continue;
        if (found) return nullptr;
        found = &key;
    }
    return found;
}

Result<Claims> check(const IdToken& token, const VerificationKey& key,
                     const Expectation& expected) {
    if (!key.has_signed(token.algorithm, token.signed_text, token.signature))
        return id_token_refused("its signature is not one of the provider's key");
    const auto claims = object_of(token.payload);
    if (!claims) return id_token_refused("it holds no claims");
    if (const auto fault = fault_of(*claims, token, expected)) return id_token_refused(*fault);
    Claims known{text_in(*claims, "sub").value(), {}, false, {}};
    read_person(*claims, known);
    return known;
}

void read_person(const boost::json::object& claims, Claims& into) {
    const auto email = platform::EmailAddress::accept(text_in(claims, "email").value_or(""));
    const auto name = platform::Text<1, 200>::accept(text_in(claims, "name").value_or(""));
    if (email) {
        into.email = lower_case(email->value());
        into.email_verified = is_true_in(claims, "email_verified");
    }
    if (name) into.name = name->value();
}

}  // namespace kontor::auth::oidc
