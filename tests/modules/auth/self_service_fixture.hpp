#pragma once

#include "auth/link_events.hpp"
#include "auth/self_service.hpp"
#include "fixture.hpp"

namespace kontor::auth {

// With the links that people get by mail, read from the facts that the mails are written about.
struct SelfServiceFixture : Fixture {
    platform::Database own = test_database().database("platform");
    std::shared_ptr<Doorkeeper> doorkeeper = make_doorkeeper(database, clock, config);
    Foundation foundation{database, events, clock, config};
    SelfService self_service =
        make_self_service(foundation, doorkeeper, "a secret", "https://shop.example.org/");
    platform::Dispatcher dispatcher{events, own, clock};
    Recovery& recovery = *self_service.recovery;
    OwnAccount& own_account = *self_service.own_account;

    SelfServiceFixture() {
        subscribe(dispatcher, foundation);
        dispatcher.drain();
    }

    template <class Fact>
    std::vector<Fact> facts(const std::string& email) {
        std::vector<Fact> found;
        for (const auto& payload : everything.read([&](platform::Reader& reader) {
                 return reader.all<std::string>(
                     "select payload::text from platform.event where name = $1"
                     " and payload->>'email' = $2 order by id",
                     std::string(Fact::name), email);
             }))
            found.push_back(platform::json::read<Fact>(payload).value());
        return found;
    }
    void forget(const std::string& email) {
        REQUIRE(recovery.forgot_password(platform::EmailAddress::accept(email).value(), "en", {})
                    .has_value());
        dispatcher.drain();
    }
    std::string token(const LinkId& link) { return self_service.links->token(link); }
    std::string reset_token(const std::string& email) {
        forget(email);
        return token(facts<PasswordResetRequested>(email).back().link);
    }
    std::string verification_token(const std::string& email) {
        return token(facts<AddressVerificationRequested>(email).back().link);
    }
    static AddressProof proof_of(const SignedIn& owner) { return {.signed_in = owner.user.id}; }
    Bearer bearer(const SignedIn& signed_in) {
        const auto identity = auth->identify(signed_in.access_token).value();
        return {identity.user, identity.session};
    }
    bool is_signed_in(const SignedIn& signed_in) {
        return auth->identify(signed_in.access_token).has_value() &&
               auth->refresh(signed_in.refresh_token).has_value();
    }
};

inline const std::string other_password = "seven otters under a bridge";

inline std::string refusal(const platform::Result<>& result) {
    return result ? "none" : result.error().code;
}

}  // namespace kontor::auth
