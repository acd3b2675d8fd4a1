// How a provider is asked: what it may answer, how often, and what becomes of that.
#include "provider_fixture.hpp"

#include <filesystem>
#include <fstream>

using namespace kontor;
using namespace kontor::auth;
using kontor::test::PlainAnswer;
using kontor::test::ProviderManners;
namespace bj = boost::json;

namespace {

constexpr auto metadata_path = "/.well-known/openid-configuration";

struct Asked : ProviderFixture {
    // Of a sign-in with an answer of the provider in the place of its own.
    std::string refusal_when(const std::string& path, const PlainAnswer& answer) {
        sign_ins = make({provider_config("example")});
        ProviderManners manners{.person = person()};
        manners.instead[path] = answer;
        provider.behave(manners);
        const auto started = sign_ins->start("example", {});
        if (!started) return of_outage(started.error());
        auto back = provider.visit(started->authorization_url);
        const auto result = finish({started->sign_in_token, reply_of(back)});
        return result ? "none" : of_outage(result.error());
    }
    static std::string of_outage(const platform::Error& error) {
        CHECK_EQ(error.kind, platform::ErrorKind::unavailable);
        CHECK_EQ(error.details.at(0).first, "retry_after");
        return error.code;
    }
    std::string refusal_by_metadata(const std::string& member, const bj::value& value) {
        sign_ins = make({provider_config("example")});
        provider.behave({.metadata = [=](bj::object& document) { document[member] = value; }});
        const auto started = sign_ins->start("example", {});
        return started ? "none" : started.error().code;
    }
    static std::string why_not(const std::function<void()>& make) {
        try {
            make();
        } catch (const std::invalid_argument& refused) {
            return refused.what();
        }
        return "";
    }
};

const std::string down = "auth.provider_unavailable";

}  // namespace

TEST_CASE_FIXTURE(Asked, "a provider that fails, is silent or babbles is unavailable") {
    for (const std::string path : {metadata_path, "/token", "/jwks"}) {
        INFO(path);
        CHECK_EQ(refusal_when(path, {.status = 500}), down);
        CHECK_EQ(refusal_when(path, {.status = 404, .body = "{}"}), down);
        CHECK_EQ(refusal_when(path, {.status = 302, .headers = {{"Location", "/jwks"}}}), down);
        CHECK_EQ(refusal_when(path, {.body = "hello"}), down);
        CHECK_EQ(refusal_when(path, {.body = ""}), down);
        CHECK_EQ(refusal_when(path, {.body = "[]"}), down);
        CHECK_EQ(refusal_when(path, {.body = R"({"keys":[],"keys":[]})"}), down);
        CHECK_EQ(refusal_when(path, {.body = std::string(40, '[')}), down);
        CHECK_EQ(refusal_when(path, {.body = "{\"a\":\"" + std::string(300 << 10, 'a') + "\"}"}),
                 down);
        CHECK_EQ(refusal_when(path, {.manner = PlainAnswer::Manner::cut}), down);
    }
    CHECK_EQ(refusal_when("/token", {.body = "{}"}), down);
    CHECK_EQ(refusal_when("/token", {.body = R"({"id_token":7})"}), down);
    CHECK_EQ(refusal_when("/token", {.status = 401, .body = R"({"error":"invalid_client"})"}),
             down);
}

TEST_CASE_FIXTURE(Asked, "a provider that is silent is given up at its deadline") {
    auto impatient = provider_config("example");
    impatient.deadline_ms = *platform::Whole<100, 60'000>::accept(100);
    sign_ins = make({impatient});
    ProviderManners manners;
    manners.instead[metadata_path] = {.manner = PlainAnswer::Manner::silent};
    provider.behave(manners);
    CHECK_EQ(sign_ins->start("example", {}).error().code, down);
}

TEST_CASE_FIXTURE(Asked, "metadata of another issuer, or with addresses that are not safe") {
    CHECK_EQ(refusal_by_metadata("issuer", bj::value(provider.issuer() + "/")), down);
    CHECK_EQ(refusal_by_metadata("issuer", nullptr), down);
    for (const auto* member : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
        INFO(member);
        CHECK_EQ(refusal_by_metadata(member, nullptr), down);
        CHECK_EQ(refusal_by_metadata(member, "http://accounts.example.org/x"), down);
        CHECK_EQ(refusal_by_metadata(member, "file:///etc/passwd"), down);
        CHECK_EQ(refusal_by_metadata(member, "https://user@accounts.example.org/"), down);
        CHECK_EQ(refusal_by_metadata(member, "http://127.0.0.1@accounts.example.org/"), down);
        CHECK_EQ(refusal_by_metadata(member, "http://127.0.0.1.example.org/"), down);
        CHECK_EQ(refusal_by_metadata(member, "https://accounts.example.org/a b"), down);
        CHECK_EQ(refusal_by_metadata(member, "https://accounts.example.org/a?b=c"), "none");
    }
}

TEST_CASE_FIXTURE(Asked, "after a failure the provider is left alone for a while") {
    ProviderManners manners;
    manners.instead[metadata_path] = {.status = 503};
    provider.behave(manners);
    for (int i = 0; i < 5; ++i) CHECK_EQ(sign_ins->start("example", {}).error().code, down);
    CHECK_EQ(provider.requests(metadata_path), 1);
    provider.behave({});
    CHECK_FALSE(sign_ins->start("example", {}).has_value());
    clock.advance(std::chrono::seconds(5));
    CHECK(sign_ins->start("example", {}).has_value());
}

TEST_CASE_FIXTURE(Asked, "what the provider publishes is kept for an hour") {
    for (int i = 0; i < 3; ++i) REQUIRE(sign_in(person()).has_value());
    CHECK_EQ(provider.requests(metadata_path), 1);
    CHECK_EQ(provider.requests("/jwks"), 1);
    clock.advance(std::chrono::hours(1));
    REQUIRE(sign_in(person()).has_value());
    CHECK_EQ(provider.requests(metadata_path), 2);
    CHECK_EQ(provider.requests("/jwks"), 2);
}

TEST_CASE_FIXTURE(Asked, "new keys are fetched when they are first met, once in a minute") {
    REQUIRE(sign_in(person()).has_value());
    provider.exchange_keys();
    REQUIRE(sign_in(person()).has_value());
    CHECK_EQ(provider.requests("/jwks"), 2);
    provider.exchange_keys();
    for (int i = 0; i < 3; ++i) CHECK_EQ(refusal_of(sign_in(person())), "auth.id_token_refused");
    CHECK_EQ(provider.requests("/jwks"), 2);
    clock.advance(std::chrono::minutes(1));
    CHECK(sign_in(person()).has_value());
    CHECK_EQ(provider.requests("/jwks"), 3);
}

TEST_CASE_FIXTURE(Asked, "the client shows its secret in the way that the provider takes") {
    for (const auto* way : {"client_secret_basic", "client_secret_post", "none"}) {
        INFO(way);
        auto one = provider_config("example");
        if (std::string(way) == "none") one.client_secret.clear();
        sign_ins = make({one});
        CHECK_EQ(refusal_of(sign_in({.person = person(), .client_authentication = way})), "none");
    }
    auto wrong = provider_config("example");
    wrong.client_secret = "another";
    sign_ins = make({wrong});
    CHECK_EQ(refusal_of(sign_in(person())), down);
}

TEST_CASE_FIXTURE(Asked, "a secret may be in a file that others cannot read") {
    const auto file = std::filesystem::temp_directory_path() /
                      ("kontor_secret_" + platform::to_string(platform::new_uuid()));
    std::ofstream(file) << test::OpenIdDouble::client_secret << "\n";
    using std::filesystem::perms;
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
    auto one = provider_config("example");
    one.client_secret.clear();
    one.client_secret_file = file;
    sign_ins = make({one});
    CHECK(sign_in(person()).has_value());
    const auto complaint = [&] { return why_not([&] { make({one}); }); };
    one.client_secret = "one more";
    CHECK(complaint().find("leave one out") != std::string::npos);
    one.client_secret.clear();
    std::filesystem::permissions(file, perms::others_read, std::filesystem::perm_options::add);
    CHECK(complaint().find("chmod 600") != std::string::npos);
    std::filesystem::remove(file);
    CHECK(complaint().find("cannot be read") != std::string::npos);
}

TEST_CASE_FIXTURE(Asked, "a configuration that cannot be is refused at the start") {
    const auto refused = [&](auto change) {
        auto one = provider_config("example");
        change(one);
        return why_not([&] { make({one}); });
    };
    CHECK(refused([](auto& one) { one.name = {}; }).find("name") != std::string::npos);
    CHECK(refused([](auto& one) { one.title = {}; }).find("title") != std::string::npos);
    CHECK(refused([](auto& one) { one.issuer = {}; }).find("issuer") != std::string::npos);
    CHECK(refused([](auto& one) { one.client_id = {}; }).find("client_id") != std::string::npos);
    const auto twice = [&] { make({provider_config("example"), provider_config("example")}); };
    CHECK(why_not(twice).find("two are called 'example'") != std::string::npos);
}

TEST_CASE("an issuer is an address of https, or of this machine") {
    for (const auto* good : {"https://accounts.example.org", "https://accounts.example.org/",
                             "https://a.example:8443/x", "http://127.0.0.1:8080",
                             "http://localhost/realms/shop", "http://[::1]:8080"})
        CHECK_MESSAGE(IssuerUrl::accept(good), good);
    for (const auto* bad :
         {"", "accounts.example.org", "http://accounts.example.org", "https://", "https:///x",
          "https://a.example?x=1", "https://a.example#x", "https://u:p@a.example", "https://a b",
          "https://a.example:", "https://a.example:https", "http://127.0.0.1.example.org",
          "http://localhost.example.org", "ftp://a.example", "https://a.example\n",
          "HTTPS://a.example"})
        CHECK_MESSAGE(!IssuerUrl::accept(bad), bad);
}

TEST_CASE_FIXTURE(Asked, "the browser is sent with all that the flow needs") {
    auto one = provider_config("example");
    one.return_addresses = {*platform::Text<1, 500>::accept("https://shop.example.org/back"),
                            *platform::Text<1, 500>::accept("shop-app://back")};
    sign_ins = make({one});
    const auto started = sign_ins->start("example", "shop-app://back").value();
    for (const std::string part :
         {"response_type=code", "client_id=kontor-test", "redirect_uri=shop-app%3a%2f%2fback",
          "scope=openid%20email%20profile", "code_challenge_method=S256",
          "nonce=", "state=", "code_challenge="})
        CHECK_MESSAGE(started.authorization_url.find(part) != std::string::npos, part);
    CHECK(started.authorization_url.find(started.sign_in_token) == std::string::npos);
    CHECK_EQ(provider.visit(started.authorization_url).address, "shop-app://back");
    CHECK_EQ(sign_ins->start("example", "https://evil.example").error().code,
             "auth.unknown_return_address");
    CHECK_EQ(sign_ins->start("another", {}).error().code, "auth.no_such_provider");
}
