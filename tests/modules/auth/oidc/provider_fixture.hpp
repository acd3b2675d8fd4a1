#pragma once

#include "auth/accounts_module.hpp"
#include "auth/provider_sign_in_module.hpp"
#include "openid_double.hpp"
#include "second_factor_fixture.hpp"

namespace kontor::auth {

// A shop that people sign in to with a provider, over a real socket.
struct ProviderFixture : SecondFactorFixture {
    test::OpenIdDouble provider{[this] {
        return std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
    }};
    std::unique_ptr<ProviderSignIns> sign_ins = make({provider_config("example")});
    const std::string address = "https://shop.example.org/sign-in/example";

    OpenIdProvider provider_config(const std::string& name) {
        OpenIdProvider made;
        made.name = *platform::Slug::accept(name);
        made.title = *platform::Text<1, 100>::accept("Example ID");
        made.issuer = *IssuerUrl::accept(provider.issuer());
        made.client_id = *platform::Text<1, 500>::accept(test::OpenIdDouble::client_id);
        made.client_secret = test::OpenIdDouble::client_secret;
        return made;
    }
    std::unique_ptr<ProviderSignIns> make(std::vector<OpenIdProvider> providers) {
        config.providers = std::move(providers);
        return make_provider_sign_ins(foundation, sealed_doorkeeper, issuer,
                                      "https://shop.example.org/");
    }

    // A new person that the provider knows, and what it makes of them.
    test::Person person() {
        const auto email = unused_email();
        return {.subject = "subject of " + email, .email = email};
    }

    struct Journey {
        std::string token;
        ProviderReply reply;
    };
    static ProviderReply reply_of(const test::ComingBack& back) {
        ProviderReply reply{back.at("state")};
        if (back.query.contains("code")) reply.code = back.at("code");
        if (back.query.contains("error")) reply.error = back.at("error");
        if (back.query.contains("iss")) reply.issuer = back.at("iss");
        return reply;
    }
    Journey journey(const std::string& name = "example") {
        const auto started = sign_ins->start(name, {}).value();
        return {started.sign_in_token, reply_of(provider.visit(started.authorization_url))};
    }
    platform::Result<SignedIn> finish(const Journey& journey, const std::string& name = "example") {
        return sign_ins->finish(name, journey.token, journey.reply, {"a browser", "192.0.2.1"});
    }
    platform::Result<SignedIn> sign_in(const test::ProviderManners& manners) {
        provider.behave(manners);
        return finish(journey());
    }
    platform::Result<SignedIn> sign_in(const test::Person& person) {
        return sign_in(test::ProviderManners{.person = person});
    }
    // "none", or the code of the refusal.
    static std::string refusal_of(const platform::Result<SignedIn>& result) {
        return result ? "none" : result.error().code;
    }

    SignedIn with_password(const std::string& email, bool is_verified) {
        auto signed_in = door->register_customer(registration(email)).value();
        if (is_verified)
            REQUIRE(desk.recovery->verify_address(verification_token(email), proof_of(signed_in))
                        .has_value());
        return signed_in;
    }
    // Of the password, by a link.
    std::string reset(const std::string& email) {
        (void)desk.recovery->forgot_password(*platform::EmailAddress::accept(email), "en", {});
        dispatcher.drain();
        const auto link = facts<PasswordResetRequested>(email).back().link;
        return refusal(desk.recovery->reset_password(token(link), good_password, {}));
    }
    Proof proof() { return {.current_password = good_password}; }
    platform::Result<ConnectedProvider> connect(const SignedIn& who, const Proof& proof,
                                                const std::string& name = "example") {
        const auto started = sign_ins->start_connecting(bearer(who), name, proof, {});
        if (!started) return started.error();
        const auto reply = reply_of(provider.visit(started->authorization_url));
        return sign_ins->finish_connecting(bearer(who), name, started->sign_in_token, reply, "en");
    }
};

}  // namespace kontor::auth
