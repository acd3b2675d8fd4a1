// One test for each way in which a provider, or somebody in its place, can lie.
#include "provider_fixture.hpp"

#include "platform/security/random.hpp"

using namespace kontor;
using namespace kontor::auth;
using kontor::test::ProviderManners;
namespace bj = boost::json;

namespace {

struct Liar : ProviderFixture {
    // What the shop complains of, or "" where it believes.
    std::string complaint(ProviderManners manners) {
        manners.person = person();
        const auto result = sign_in(manners);
        if (result) return "";
        CHECK_EQ(result.error().code, "auth.id_token_refused");
        CHECK_EQ(result.error().kind, platform::ErrorKind::malformed);
        return result.error().message;
    }
    std::string complaint_of_claim(const std::string& name, const bj::value& value) {
        return complaint({.claims = [=](bj::object& claims) { claims[name] = value; }});
    }
    std::string complaint_without(const std::string& name) {
        return complaint({.claims = [=](bj::object& claims) { claims.erase(name); }});
    }
    std::int64_t now() {
        return std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE_FIXTURE(Liar, "a token is believed that is signed with RS256, PS256, ES256 or EdDSA") {
    for (const auto* algorithm : {"RS256", "PS256", "ES256", "EdDSA"}) {
        INFO(algorithm);
        CHECK_EQ(complaint({.algorithm = algorithm}), "");
    }
}

TEST_CASE_FIXTURE(Liar, "a token is not believed that nobody signed, or with the client's secret") {
    CHECK(has(complaint({.algorithm = "none"}), "(alg)"));
    CHECK(has(complaint({.algorithm = "HS256"}), "(alg)"));
    CHECK(has(complaint({.header = [](bj::object& header) { header["alg"] = "RS512"; }}), "(alg)"));
    CHECK(has(complaint({.header = [](bj::object& header) { header.erase("alg"); }}), "(alg)"));
}

TEST_CASE_FIXTURE(Liar, "a token is not believed that was changed after it was signed") {
    for (const auto* algorithm : {"RS256", "PS256", "ES256", "EdDSA"}) {
        INFO(algorithm);
        const auto change_signature = [](std::string& token) {
            auto& letter = token[token.rfind('.') + 5];
            letter = letter == 'A' ? 'B' : 'A';
        };
        CHECK(has(complaint({.algorithm = algorithm, .token = change_signature}), "signature"));
        const auto change_claims = [](std::string& token) {
            const auto first = token.find('.');
            const auto second = token.rfind('.');
            std::string claims;
            platform::from_base64url(token.substr(first + 1, second - first - 1), claims);
            claims.replace(claims.find("\"sub\":\""), 7, "\"sub\":\"X");
            token =
                token.substr(0, first + 1) + platform::to_base64url(claims) + token.substr(second);
        };
        CHECK(has(complaint({.algorithm = algorithm, .token = change_claims}), "signature"));
        const auto without = [](std::string& token) { token.resize(token.rfind('.') + 1); };
        CHECK(has(complaint({.algorithm = algorithm, .token = without}), "signature"));
    }
}

TEST_CASE_FIXTURE(Liar, "the algorithm of a token is that of its key") {
    // Says RS256 and names the key of ES256.
    CHECK(has(complaint({.algorithm = "RS256", .signs_with_key_of = "ES256"}), "(kid)"));
    // Signed with RS256, and says that it was PS256.
    CHECK(has(complaint({.header = [](bj::object& header) { header["alg"] = "PS256"; }}),
              "signature"));
    // A key that says what it is for is good for nothing else.
    sign_ins = make({provider_config("example")});
    const auto for_ps256 = [](bj::object& jwks) {
        for (auto& key : jwks["keys"].as_array())
            if (key.at("kty") == "RSA") key.as_object()["alg"] = "PS256";
    };
    CHECK(has(complaint({.algorithm = "RS256", .keys = for_ps256}), "(kid)"));
    CHECK_EQ(complaint({.algorithm = "PS256", .keys = for_ps256}), "");
}

TEST_CASE_FIXTURE(Liar, "a token that brings its own key, or names none of the provider's") {
    CHECK(
        has(complaint({.header = [](bj::object& header) { header["kid"] = "another"; }}), "(kid)"));
    const auto brings_key = [](bj::object& header) {
        header["kid"] = "another";
        header["jku"] = "http://127.0.0.1:1/keys";
        header["jwk"] = bj::object{{"kty", "RSA"}, {"n", "AQAB"}, {"e", "AQAB"}};
    };
    CHECK(has(complaint({.header = brings_key}), "(kid)"));
}

TEST_CASE_FIXTURE(Liar, "a token without the id of a key is believed where there is one such key") {
    const auto without = [](bj::object& header) { header.erase("kid"); };
    CHECK_EQ(complaint({.algorithm = "ES256", .header = without}), "");
    // The keys of RS256 and PS256 are both good for RS256.
    CHECK(has(complaint({.algorithm = "RS256", .header = without}), "(kid)"));
}

TEST_CASE_FIXTURE(Liar, "a token of another kind, or with rules of its own") {
    CHECK(
        has(complaint({.header = [](bj::object& header) { header["typ"] = "at+jwt"; }}), "(typ)"));
    CHECK(has(complaint({.header = [](bj::object& header) { header["crit"] = bj::array{"exp"}; }}),
              "(crit)"));
    CHECK_EQ(complaint({.header = [](bj::object& header) { header.erase("typ"); }}), "");
}

TEST_CASE_FIXTURE(Liar, "a token of another issuer") {
    CHECK(has(complaint_of_claim("iss", "https://accounts.example.net"), "(iss)"));
    CHECK(has(complaint_of_claim("iss", bj::value(provider.issuer() + "/")), "(iss)"));
    CHECK(has(complaint_without("iss"), "(iss)"));
}

TEST_CASE_FIXTURE(Liar, "a token for another client") {
    const bj::value us(test::OpenIdDouble::client_id);
    CHECK(has(complaint_of_claim("aud", "another"), "(aud)"));
    CHECK(has(complaint_of_claim("aud", bj::array{"another"}), "(aud)"));
    CHECK(has(complaint_of_claim("aud", bj::array{us, 1}), "(aud)"));
    CHECK(has(complaint_without("aud"), "(aud)"));
    CHECK_EQ(complaint_of_claim("aud", bj::array{us}), "");
}

TEST_CASE_FIXTURE(Liar, "a token for several clients that was given to another of them") {
    const bj::value us(test::OpenIdDouble::client_id);
    CHECK(has(complaint_of_claim("aud", bj::array{us, "another"}), "(azp)"));
    CHECK(has(complaint_of_claim("azp", "another"), "(azp)"));
    const auto given_to_us = [&](bj::object& claims) {
        claims["aud"] = bj::array{us, "another"};
        claims["azp"] = us;
    };
    CHECK_EQ(complaint({.claims = given_to_us}), "");
}

TEST_CASE_FIXTURE(Liar, "a token that has expired, but for a minute") {
    CHECK(has(complaint_of_claim("exp", now() - 60), "(exp)"));
    CHECK_EQ(complaint_of_claim("exp", now() - 59), "");
    CHECK(has(complaint_of_claim("exp", "never"), "(exp)"));
    CHECK(has(complaint_without("exp"), "(exp)"));
}

TEST_CASE_FIXTURE(Liar, "a token that was made in the future, or long ago") {
    CHECK(has(complaint_of_claim("iat", now() + 61), "(iat)"));
    CHECK_EQ(complaint_of_claim("iat", now() + 60), "");
    CHECK(has(complaint_of_claim("iat", now() - 661), "(iat)"));
    CHECK_EQ(complaint_of_claim("iat", now() - 660), "");
    CHECK(has(complaint_without("iat"), "(iat)"));
    CHECK(has(complaint_of_claim("nbf", now() + 61), "(nbf)"));
    CHECK_EQ(complaint_of_claim("nbf", now() + 60), "");
}

TEST_CASE_FIXTURE(Liar, "a token for another sign-in") {
    CHECK(has(complaint_of_claim("nonce", "another"), "(nonce)"));
    CHECK(has(complaint_without("nonce"), "(nonce)"));
}

TEST_CASE_FIXTURE(Liar, "a token that came with another access token") {
    CHECK(has(complaint_of_claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), "(at_hash)"));
    CHECK_EQ(complaint_without("at_hash"), "");
}

TEST_CASE_FIXTURE(Liar, "a token that does not say who it is") {
    CHECK(has(complaint_without("sub"), "(sub)"));
    CHECK(has(complaint_of_claim("sub", ""), "(sub)"));
    CHECK(has(complaint_of_claim("sub", 12), "(sub)"));
    CHECK(has(complaint_of_claim("sub", bj::value(std::string(256, 'x'))), "(sub)"));
}

TEST_CASE_FIXTURE(Liar, "what is no token at all") {
    for (const auto* text :
         {"", ".", "..", "a.b.c", "e30.e30", "e30.e30.e30.e30", "bnVsbA.e30.e30"})
        CHECK(complaint({.token = [=](std::string& token) { token = text; }}) != "");
    CHECK(has(complaint({.token = [](std::string& token) { token.append(64 << 10, 'A'); }}),
              "too long"));
    const auto twice = [](std::string& token) {
        const std::string header = R"({"alg":"RS256","alg":"RS256"})";
        token.replace(0, token.find('.'), platform::to_base64url(header));
    };
    CHECK(has(complaint({.token = twice}), "no signed token"));
}

TEST_CASE_FIXTURE(Liar, "userinfo about somebody else") {
    const auto somebody_else = [](bj::object& claims) { claims["sub"] = "somebody else"; };
    CHECK(has(complaint({.userinfo = somebody_else, .tells_in_userinfo = true}), "(sub)"));
    CHECK_EQ(complaint({.tells_in_userinfo = true}), "");
}

TEST_CASE_FIXTURE(Liar, "keys that are too weak, broken or not for signatures are none") {
    const auto change = [](const std::string& member, const bj::value& value) {
        return [=](bj::object& jwks) {
            for (auto& key : jwks["keys"].as_array()) key.as_object()[member] = value;
        };
    };
    const std::vector<ProviderManners::Edit> edits{
        change("use", "enc"),
        change("key_ops", bj::array{"sign"}),
        change("alg", "RS512"),
        change("kty", "oct"),
        change("e", "AQ"),
        change("n", "sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1Wl"),
        change("n", "not base64url!"),
        [](bj::object& jwks) { jwks["keys"] = "many"; },
        [](bj::object& jwks) { jwks["keys"] = bj::array{nullptr, 1, "key"}; },
    };
    for (std::size_t i = 0; i < edits.size(); ++i) {
        INFO(i);
        sign_ins = make({provider_config("example")});
        CHECK(has(complaint({.keys = edits[i]}), "(kid)"));
    }
    sign_ins = make({provider_config("example")});
    const auto off_the_curve = change("y", bj::value(platform::to_base64url(std::string(32, 'y'))));
    CHECK(has(complaint({.algorithm = "ES256", .keys = off_the_curve}), "(kid)"));
}
