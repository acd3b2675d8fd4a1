#include "openid_double.hpp"
#include "own_shop.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

namespace {

namespace bj = boost::json;

std::string providers_of(const OpenIdDouble& provider) {
    return bj::serialize(bj::array{bj::object{{"name", "example"},
                                              {"title", "Example ID"},
                                              {"issuer", provider.issuer()},
                                              {"client_id", OpenIdDouble::client_id},
                                              {"client_secret", OpenIdDouble::client_secret}}});
}

// A shop that people sign in to with a provider, as the binary opens it.
struct ProviderShop {
    OpenIdDouble provider;
    OwnShop shop{{{"KONTOR_AUTH_PROVIDERS", providers_of(provider)}}};
    HttpProbe browser{shop.address()};

    bj::object start() const {
        const auto started = browser.post("/v1/auth/providers/example/sign-in", "{}");
        REQUIRE_MESSAGE(started.status == 200, started.body);
        return started.json().as_object();
    }
    // What the page knows that the browser comes back to.
    bj::object come_back(const bj::object& started) const {
        bj::object reply{{"sign_in_token", started.at("sign_in_token")}};
        const auto back = provider.visit(std::string(started.at("authorization_url").as_string()));
        for (const auto& [name, value] : back.query) reply[name] = value;
        return reply;
    }
    Answer finish(const bj::object& reply) const {
        return browser.post("/v1/auth/providers/example/sign-in/finish", bj::serialize(reply));
    }
    Answer sign_in(const ProviderManners& manners) {
        provider.behave(manners);
        return finish(come_back(start()));
    }
};

std::string code_of(const Answer& answer) {
    return answer.status < 400 ? "" : answer.text("/code");
}

}  // namespace

TEST_CASE("61: who signs in with a provider is who they were there, whatever it signs with") {
    ProviderShop both;
    std::string account;
    for (const auto* algorithm : {"RS256", "ES256", "PS256", "EdDSA"}) {
        const auto signed_in = both.sign_in({.algorithm = algorithm});
        REQUIRE_MESSAGE(signed_in.status == 200, signed_in.body);
        if (account.empty()) account = signed_in.text("/user/id");
        CHECK(signed_in.text("/user/id") == account);
        auto me = both.browser;
        me.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
        CHECK(me.get("/v1/me").text("/id") == account);
    }
}

TEST_CASE("61: a token of a provider that does not hold signs nobody in") {
    ProviderShop both;
    const auto claim = [](const std::string& name, const bj::value& value) {
        return ProviderManners{.claims = [=](bj::object& claims) { claims[name] = value; }};
    };
    for (const auto& manners :
         {ProviderManners{.algorithm = "none"}, ProviderManners{.algorithm = "HS256"},
          claim("iss", "https://accounts.example.net"), claim("aud", "another"),
          claim("azp", "another"), claim("exp", 1), claim("iat", 1), claim("nonce", "another"),
          ProviderManners{.signs_with_key_of = "ES256"},
          ProviderManners{.token = [](std::string& token) { token += "AAAA"; }}}) {
        const auto refused = both.sign_in(manners);
        CHECK(refused.status == 400);
        CHECK(code_of(refused) == "auth.id_token_refused");
    }
}

TEST_CASE("61: nobody is signed in by a reply that another browser was given, or a second time") {
    ProviderShop both;
    const auto attackers = both.come_back(both.start());
    auto victims = both.come_back(both.start());
    auto forged = attackers;
    forged["sign_in_token"] = victims.at("sign_in_token");
    CHECK(code_of(both.finish(forged)) == "auth.invalid_sign_in");
    forged = victims;
    forged["code"] = attackers.at("code");
    CHECK(code_of(both.finish(forged)) == "auth.invalid_sign_in");
    const auto own = both.come_back(both.start());
    CHECK(both.finish(own).status == 200);
    const auto again = both.finish(own);
    CHECK(again.status == 400);
    CHECK(code_of(again) == "auth.invalid_sign_in");
}

TEST_CASE("61: a provider does not give away an account by its address") {
    ProviderShop both;
    const auto registered = both.browser.post(
        "/v1/auth/register", R"({"email":"jane@example.org","password":"a quiet canal"})");
    REQUIRE(registered.status == 201);
    const auto refused = both.sign_in({});
    CHECK(refused.status == 409);
    CHECK(code_of(refused) == "auth.connect_first");
}

TEST_CASE("61: nobody keeps a way in to an account whose address others confirm later") {
    ProviderShop both;
    const auto registered = both.browser.post(
        "/v1/auth/register", R"({"email":"jane@example.org","password":"a quiet canal"})");
    REQUIRE(registered.status == 201);
    auto squatter = both.browser;
    squatter.always_send("Authorization", "Bearer " + registered.text("/access_token"));
    const auto refused =
        squatter.post("/v1/me/sign-ins/example", R"({"current_password":"a quiet canal"})");
    CHECK(refused.status == 409);
    CHECK(code_of(refused) == "auth.verify_first");
    CHECK(squatter.get("/v1/me/sign-ins").json().at("data").as_array().empty());
}

TEST_CASE("61: a provider that is silent, fails or babbles is no failure of the shop") {
    ProviderShop both;
    for (const auto& answer : {PlainAnswer{.status = 500}, PlainAnswer{.body = "<html>"},
                               PlainAnswer{.body = std::string(1 << 20, ' ')},
                               PlainAnswer{.manner = PlainAnswer::Manner::cut}}) {
        ProviderManners manners;
        manners.instead["/token"] = answer;
        const auto refused = both.sign_in(manners);
        CHECK(refused.status == 503);
        CHECK(code_of(refused) == "auth.provider_unavailable");
        CHECK(refused.headers.contains("retry-after"));
    }
}

TEST_CASE("61: people are sent back to the shop front only") {
    const ProviderShop both;
    for (const std::string& address : {std::string("https://evil.example"),
                                       both.shop.address() + "/other", std::string("//evil")})
        CHECK(both.browser
                  .post("/v1/auth/providers/example/sign-in", R"({"return_to":")" + address + "\"}")
                  .status == 422);
}

}  // namespace kontor::test
