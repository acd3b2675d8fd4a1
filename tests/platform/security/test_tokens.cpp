#include "jws.hpp"
#include "platform/security/random.hpp"
#include "platform/security/tokens.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

using namespace kontor::platform;
using namespace std::chrono_literals;

namespace {

const Time now = Time(1'800'000'000s);

// RFC 8037, appendix A.1 and A.2.
std::string rfc_seed() {
    std::string seed;
    REQUIRE(from_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", seed));
    return seed;
}

const std::string rfc_public_key_text = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

std::string rfc_public_key() {
    std::string key;
    REQUIRE(from_base64url(rfc_public_key_text, key));
    return key;
}

TokenSigner signer() {
    return {{{"k1", rfc_seed()}}, "https://shop.example", "shop"};
}

TokenClaims claims() {
    return {"https://shop.example", "shop", "cust_1", "sess_1", {"customer"}, now, now + 10min};
}

// A token with the right key and any content.
std::string forge(std::string_view header, std::string_view payload) {
    return sign_jws(header, payload, rfc_seed() + rfc_public_key());
}

const std::string good_header = R"({"alg":"EdDSA","typ":"at+jwt","kid":"k1"})";
const std::string good_payload =
    R"({"iss":"https://shop.example","aud":"shop","sub":"cust_1","sid":"sess_1","roles":[],)"
    R"("iat":1800000000,"exp":1800000600})";

bool is_refused(const std::string& token) {
    const auto verified = signer().verify(token, now);
    return verified.has_error() && verified.error().code == "auth.invalid_token" &&
           verified.error().kind == ErrorKind::unauthenticated;
}

std::string with(std::string text, const std::string& before, const std::string& after) {
    const auto at = text.find(before);
    REQUIRE(at != std::string::npos);
    return text.replace(at, before.size(), after);
}

}  // namespace

TEST_CASE("a JSON web signature answers the Ed25519 vector of RFC 8037") {
    const std::string expected =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    CHECK(forge(R"({"alg":"EdDSA"})", "Example of Ed25519 signing") == expected);
    const auto jws = parse_jws(expected);
    REQUIRE(jws.has_value());
    CHECK(is_signed_by(*jws, rfc_public_key()));
}

TEST_CASE("the key set publishes the public key of RFC 8037") {
    const auto keys = boost::json::parse(signer().jwks()).at("keys").as_array();
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].at("kty") == "OKP");
    CHECK(keys[0].at("crv") == "Ed25519");
    CHECK(keys[0].at("kid") == "k1");
    CHECK(keys[0].at("x") == boost::json::string(rfc_public_key_text));
    CHECK_FALSE(keys[0].as_object().contains("d"));
}

TEST_CASE("a signed token gives back its claims") {
    const auto token = signer().sign(claims());
    CHECK(token.starts_with(to_base64url(good_header) + "."));
    const auto verified = signer().verify(token, now);
    REQUIRE(verified.has_value());
    CHECK(verified->subject == "cust_1");
    CHECK(verified->session == "sess_1");
    CHECK(verified->roles == std::vector<std::string>{"customer"});
    CHECK(verified->issued_at == now);
    CHECK(verified->expires_at == now + 10min);
}

TEST_CASE("a token tells who acts as its subject, or is refused") {
    auto given = claims();
    given.actor = TokenActor{"user_2", "sess_2", {"admin"}};
    const auto read = signer().verify(signer().sign(given), now).value();
    REQUIRE(read.actor);
    CHECK(read.subject == "cust_1");
    CHECK(read.actor->subject == "user_2");
    CHECK(read.actor->session == "sess_2");
    CHECK(read.actor->roles == std::vector<std::string>{"admin"});
    CHECK_FALSE(signer().verify(signer().sign(claims()), now)->actor);
    for (const auto* act : {"null", "{}", "[]", R"("user_2")", R"({"sub":"user_2"})",
                            R"({"sub":"user_2","sid":"sess_2"})",
                            R"({"sub":"user_2","sid":"sess_2","roles":"admin"})"})
        CHECK(
            is_refused(forge(good_header, with(good_payload, R"("roles":[],)",
                                               std::string(R"("roles":[],"act":)") + act + ","))));
}

TEST_CASE("a token of the key before still verifies after a rotation") {
    const auto token = signer().sign(claims());
    const TokenSigner rotated({{"k2", std::string(32, 'n')}, {"k1", rfc_seed()}},
                              "https://shop.example", "shop");
    CHECK(rotated.verify(token, now).has_value());
    CHECK(is_refused(rotated.sign(claims())));
}

TEST_CASE("a token without signature is refused") {
    const auto header = to_base64url(R"({"alg":"none","typ":"at+jwt","kid":"k1"})");
    CHECK(is_refused(header + "." + to_base64url(good_payload) + "."));
    CHECK(is_refused(to_base64url(good_header) + "." + to_base64url(good_payload) + "."));
}

TEST_CASE("a token signed by HS256 with the public key as its secret is refused") {
    const auto signed_text = to_base64url(R"({"alg":"HS256","typ":"at+jwt","kid":"k1"})") + "." +
                             to_base64url(good_payload);
    for (const auto& secret : {rfc_public_key(), rfc_public_key_text}) {
        CHECK(is_refused(signed_text + "." + to_base64url(hmac_sha256(secret, signed_text))));
    }
}

TEST_CASE("a token with any one character changed is refused") {
    const auto token = signer().sign(claims());
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CAPTURE(i);
        CHECK(is_refused(changed));
    }
}

TEST_CASE("a token must have exactly three parts of canonical base64url") {
    const auto token = signer().sign(claims());
    CHECK(is_refused(""));
    CHECK(is_refused("."));
    CHECK(is_refused(".."));
    CHECK(is_refused("a.b"));
    CHECK(is_refused(token + "."));
    CHECK(is_refused(token + ".x"));
    CHECK(is_refused(token + "="));
    CHECK(is_refused(token + "=="));
    CHECK(is_refused(" " + token));
    CHECK(is_refused(token + "\n"));
    CHECK(is_refused(token.substr(0, token.size() - 1)));
}

TEST_CASE("only the header the shop writes is accepted") {
    REQUIRE(signer().verify(forge(good_header, good_payload), now).has_value());
    const std::string headers[] = {
        R"({"alg":"EdDSA","typ":"JWT","kid":"k1"})",
        R"({"alg":"EdDSA","typ":"at+JWT","kid":"k1"})",
        R"({"alg":"EdDSA","kid":"k1"})",
        R"({"alg":"EdDSA","typ":"at+jwt"})",
        R"({"typ":"at+jwt","kid":"k1"})",
        R"({"alg":"eddsa","typ":"at+jwt","kid":"k1"})",
        R"({"alg":["EdDSA"],"typ":"at+jwt","kid":"k1"})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":1})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":"k2"})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":"../../etc/passwd"})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":"' OR 1=1"})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":"k1","jku":"https://evil.example/keys"})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":"k1","x5u":"https://evil.example/x"})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":"k1","jwk":{"kty":"OKP"}})",
        R"({"alg":"EdDSA","typ":"at+jwt","kid":"k1","crit":["exp"]})",
        "[]",
        "not JSON",
        "",
        std::string(5000, '['),
    };
    for (const auto& header : headers) {
        CAPTURE(header);
        CHECK(is_refused(forge(header, good_payload)));
    }
}

TEST_CASE("only claims of this shop that make sense are accepted") {
    const std::string payloads[] = {
        with(good_payload, "https://shop.example", "https://other.example"),
        with(good_payload, R"("aud":"shop")", R"("aud":"other")"),
        with(good_payload, R"("aud":"shop")", R"("aud":["shop","other"])"),
        with(good_payload, R"("iss":"https://shop.example",)", ""),
        with(good_payload, R"("aud":"shop",)", ""),
        with(good_payload, R"("sub":"cust_1",)", ""),
        with(good_payload, R"("sid":"sess_1",)", ""),
        with(good_payload, R"("roles":[],)", ""),
        with(good_payload, R"("roles":[],)", R"("roles":[1],)"),
        with(good_payload, R"("iat":1800000000,)", ""),
        with(good_payload, R"(,"exp":1800000600)", ""),
        with(good_payload, R"("exp":1800000600)", R"("exp":"1800000600")"),
        with(good_payload, R"("exp":1800000600)", R"("exp":1e300)"),
        with(good_payload, R"("exp":1800000600)", R"("exp":9223372036854775807)"),
        with(good_payload, R"("exp":1800000600)", R"("exp":-1)"),
        with(good_payload, R"("iat":1800000000)", R"("nbf":"soon","iat":1800000000)"),
        "[]",
        "",
    };
    for (const auto& payload : payloads) {
        CAPTURE(payload);
        CHECK(is_refused(forge(good_header, payload)));
    }
}

TEST_CASE("a token expires with a minute of leeway") {
    const auto token = signer().sign(claims());
    CHECK(signer().verify(token, now + 10min + 60s).has_value());
    const auto late = signer().verify(token, now + 10min + 61s);
    REQUIRE(late.has_error());
    CHECK(late.error().code == "auth.token_expired");
    CHECK(late.error().kind == ErrorKind::unauthenticated);
}

TEST_CASE("a token of the future is refused with a minute of leeway") {
    const auto token = signer().sign(claims());
    CHECK(signer().verify(token, now - 60s).has_value());
    CHECK(signer().verify(token, now - 61s).error().code == "auth.invalid_token");

    const auto not_yet = [](const char* time) {
        return forge(good_header,
                     with(good_payload, R"("iat")", R"("nbf":)" + std::string(time) + R"(,"iat")"));
    };
    CHECK(signer().verify(not_yet("1800000060"), now).has_value());
    CHECK(is_refused(not_yet("1800000061")));
}

TEST_CASE("a token that was found good before is looked at again for its times") {
    const auto once = signer();
    const auto token = once.sign(claims());
    for (int time = 0; time < 2; ++time) {
        const auto good = once.verify(token, now);
        REQUIRE(good.has_value());
        CHECK(good->subject == claims().subject);
        CHECK(once.verify(token, now + 10min + 61s).error().code == "auth.token_expired");
        CHECK(once.verify(token, now - 61s).error().code == "auth.invalid_token");
        auto changed = token;
        changed[changed.find('.') + 3] ^= 1;
        CHECK(once.verify(changed, now).error().code == "auth.invalid_token");
    }
    const auto later =
        forge(good_header, with(good_payload, R"("iat")", R"("nbf":1800000300,"iat")"));
    CHECK(once.verify(later, now).error().code == "auth.invalid_token");
    CHECK(once.verify(later, now + 5min).has_value());
}

TEST_CASE("many tokens that were found good stay good") {
    const auto once = signer();
    std::vector<std::string> tokens;
    for (int number = 0; number < 9000; ++number) {
        auto each = claims();
        each.session = "sess_" + std::to_string(number);
        tokens.push_back(once.sign(each));
        REQUIRE(once.verify(tokens.back(), now)->session == each.session);
    }
    CHECK(once.verify(tokens.front(), now)->session == "sess_0");
    CHECK(once.verify(tokens[5000], now)->session == "sess_5000");
}

TEST_CASE("a signer without usable keys cannot be made") {
    CHECK_THROWS_AS(TokenSigner({}, "issuer", "audience"), std::invalid_argument);
    CHECK_THROWS_AS(TokenSigner({{"k1", "short"}}, "issuer", "audience"), std::invalid_argument);
}
