#include "self_service_fixture.hpp"

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

namespace {

struct Owner : SelfServiceFixture {
    const std::string email = unused_email();
    const SignedIn here = auth->register_customer(registration(email)).value();
    const Bearer me = bearer(here);

    platform::Result<> change_password(const std::string& current, const std::string& password) {
        return own_account.change_password(me, current, password, "de");
    }
    platform::Result<> verify(const std::string& token) {
        return recovery.verify_address(token, proof_of(here));
    }
    bool is_verified() { return auth->user(here.user.id)->email_verified; }
    platform::Result<> move_to(const std::string& address,
                               const std::string& password = good_password) {
        return own_account.change_address(me, platform::EmailAddress::accept(address).value(),
                                          {password, std::nullopt}, "de");
    }
    std::optional<LinkId> change_link() { return facts<AddressChangeRequested>(email).back().link; }
};

}  // namespace

TEST_CASE_FIXTURE(Owner, "who registers is sent a link that verifies the address") {
    CHECK_FALSE(is_verified());
    CHECK(facts<AddressVerificationRequested>(email).at(0).expires_at == clock.now() + 24h);
    const auto token = verification_token(email);
    CHECK(verify(token).has_value());
    CHECK(is_verified());
    CHECK(verify(token).has_value());
    clock.advance(48h);
    CHECK(verify(token).has_value());
}

TEST_CASE_FIXTURE(Owner, "an address is verified by its own link alone, in time") {
    CHECK(refusal(verify(reset_token(email))) == "auth.invalid_link");
    CHECK(refusal(verify(token(LinkId::make()))) == "auth.invalid_link");
    clock.advance(24h);
    CHECK(refusal(verify(verification_token(email))) == "auth.invalid_link");
    CHECK_FALSE(is_verified());
}

TEST_CASE_FIXTURE(Owner, "a letter confirms nothing for who does not show to be of the account") {
    const auto token = verification_token(email);
    const auto follow = [&](const AddressProof& proof) {
        return refusal(recovery.verify_address(token, proof));
    };
    CHECK(follow({}) == "auth.wrong_password");
    CHECK(follow({.password = "a guess"}) == "auth.wrong_password");
    CHECK(follow(proof_of(somebody())) == "auth.wrong_password");
    CHECK_FALSE(is_verified());
    CHECK(follow({.password = good_password}) == "none");
    CHECK(is_verified());
}

TEST_CASE_FIXTURE(Owner, "the letter is sent again once a minute and five times a day") {
    const auto again = [&] { return own_account.verify_again(me, "en"); };
    const auto refused = again();
    CHECK(refusal(refused) == "auth.too_many_letters");
    CHECK(refused.error().kind == platform::ErrorKind::too_many_requests);
    CHECK(std::get<std::int64_t>(refused.error().details.at(0).second) == 60);
    for (int i = 0; i < 4; ++i) {
        clock.advance(61s);
        CHECK(again().has_value());
    }
    clock.advance(61s);
    CHECK(refusal(again()) == "auth.too_many_letters");
    CHECK(facts<AddressVerificationRequested>(email).size() == 5);
    clock.advance(24h);
    CHECK(again().has_value());
    REQUIRE(verify(verification_token(email)).has_value());
    clock.advance(61s);
    CHECK(refusal(again()) == "auth.already_verified");
}

TEST_CASE_FIXTURE(Owner, "a new password ends every other session and the links") {
    const auto elsewhere = auth->login(credentials(email)).value();
    const auto token = reset_token(email);
    CHECK(change_password(good_password, other_password).has_value());
    CHECK(is_signed_in(here));
    CHECK_FALSE(is_signed_in(elsewhere));
    CHECK(auth->login(credentials(email)).has_error());
    CHECK(auth->login(credentials(email, other_password)).has_value());
    CHECK(refusal(recovery.reset_password(token, good_password, {})) == "auth.invalid_link");
    CHECK(facts<PasswordChanged>(email).size() == 1);
}

TEST_CASE_FIXTURE(Owner, "the password is not changed without the one before, nor to a bad one") {
    const auto refused = change_password("a guess", other_password);
    CHECK(refusal(refused) == "auth.wrong_password");
    CHECK(refused.error().kind == platform::ErrorKind::forbidden);
    CHECK(refusal(change_password(good_password, "short")) == "auth.password_too_short");
    for (int i = 0; i < 10; ++i) (void)change_password("a guess", other_password);
    CHECK(refusal(change_password(good_password, other_password)) == "auth.too_many_attempts");
    CHECK(is_signed_in(here));
}

TEST_CASE_FIXTURE(Owner, "the address changes by the link to the new one") {
    const auto wanted = unused_email();
    CHECK(refusal(move_to(wanted, "a guess")) == "auth.wrong_password");
    const auto unproven =
        own_account.change_address(me, platform::EmailAddress::accept(wanted).value(), {}, "de");
    CHECK(refusal(unproven) == "auth.reauthentication_required");
    CHECK(unproven.error().kind == platform::ErrorKind::forbidden);
    REQUIRE(move_to(wanted).has_value());
    CHECK(auth->user(here.user.id)->email == email);
    const auto token = this->token(change_link().value());
    CHECK(refusal(recovery.reset_password(token, other_password, {})) == "auth.invalid_link");
    CHECK(verify(token).has_value());
    CHECK(verify(token).has_value());
    CHECK(auth->user(here.user.id)->email == wanted);
    CHECK(is_verified());
    CHECK(auth->login(credentials(wanted)).has_value());
    CHECK(auth->login(credentials(email)).has_error());
    CHECK(facts<AddressChanged>(wanted).at(0).former_email == email);
    CHECK(refusal(verify(verification_token(email))) == "auth.invalid_link");
}

TEST_CASE_FIXTURE(Owner, "an address that is somebody's is neither given away nor told of") {
    const auto taken = somebody().user.email;
    CHECK(move_to(taken).has_value());
    CHECK_FALSE(change_link().has_value());
    clock.advance(61s);
    const auto taken_later = unused_email();
    REQUIRE(move_to(taken_later).has_value());
    REQUIRE(auth->register_customer(registration(taken_later)).has_value());
    CHECK(refusal(verify(token(change_link().value()))) == "auth.invalid_link");
    CHECK(auth->user(here.user.id)->email == email);
}

TEST_CASE_FIXTURE(Owner, "a reset link that went to the address before is no good") {
    const auto token = reset_token(email);
    REQUIRE(move_to(unused_email()).has_value());
    REQUIRE(verify(this->token(change_link().value())).has_value());
    CHECK(refusal(recovery.reset_password(token, other_password, {})) == "auth.invalid_link");
}

TEST_CASE_FIXTURE(Owner, "sessions are listed with where they are, the last used first") {
    clock.advance(1h);
    const auto phone = auth->login(credentials(email), {"Phone\r\n\xff/1", "", {}}).value();
    const auto listed = own_account.sessions(me);
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].id == bearer(phone).session);
    CHECK(listed[0].user_agent.value == "Phone" + std::string(3, '?') + "/1");
    CHECK_FALSE(listed[0].current);
    CHECK(listed[1].current);
    CHECK_FALSE(listed[1].user_agent.value.has_value());
    clock.advance(1h);
    REQUIRE(auth->refresh(here.refresh_token).has_value());
    CHECK(own_account.sessions(me)[0].current);
    CHECK(own_account.sessions(me)[0].last_used_at == clock.now());
    CHECK(own_account.sessions(me)[0].created_at == clock.now() - 2h);
    clock.advance(std::chrono::days(31));
    CHECK(own_account.sessions(me).empty());
}

TEST_CASE_FIXTURE(Owner, "one session or all others can be ended, at once") {
    const auto second = auth->login(credentials(email)).value();
    const auto third = auth->login(credentials(email)).value();
    const auto stranger = somebody();
    CHECK(refusal(own_account.end_session(me, bearer(stranger).session)) == "auth.no_such_session");
    CHECK(own_account.end_session(me, bearer(second).session).has_value());
    CHECK(auth->identify(second.access_token).has_error());
    CHECK(own_account.sessions(me).size() == 2);
    own_account.end_other_sessions(me);
    own_account.end_other_sessions(me);
    CHECK_FALSE(is_signed_in(third));
    CHECK(is_signed_in(here));
    CHECK(is_signed_in(stranger));
    CHECK(own_account.end_session(me, me.session).has_value());
    CHECK_FALSE(is_signed_in(here));
}
