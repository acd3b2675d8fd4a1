#include "self_service_fixture.hpp"

using namespace kontor;
using namespace kontor::auth;

namespace {

const std::string third_password = "a lantern for the old harbour";

struct Registering : SelfServiceFixture {
    std::string email = unused_email();
    Config by_mail;
    std::shared_ptr<Doorkeeper> strict;
    std::unique_ptr<Auth> door;
    SelfService desk;

    Registering() {
        by_mail.registration = RegistrationMode::by_mail;
        strict = make_doorkeeper(database, clock, by_mail);
        door = make_auth(database, events, clock, by_mail, strict);
        desk = make_self_service({database, events, clock, by_mail}, strict, "a secret", "");
    }
    std::string ask(const std::string& password = good_password, const Client& client = {}) {
        const auto asked = desk.registrar->ask_to_register(registration(email, password), client);
        dispatcher.drain();
        return refusal(asked);
    }
    std::string log_in(const std::string& password = good_password) {
        const auto signed_in = door->login(credentials(email, password));
        return signed_in ? "in" : signed_in.error().code;
    }
    std::string latest_verification() { return verification_token(email); }
    std::string confirm(const std::string& token, const std::string& password = good_password,
                        const std::string& client = {}) {
        return refusal(
            desk.recovery->verify_address(token, {.password = password, .client_address = client}));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Registering,
                  "an account that is opened by mail waits for the link to be opened") {
    CHECK(ask() == "none");
    CHECK(log_in() == "invalid_credentials");
    REQUIRE(confirm(latest_verification()) == "none");
    CHECK(log_in() == "in");
}

TEST_CASE_FIXTURE(Registering, "who registers a taken address is told by a letter to it alone") {
    REQUIRE(ask() == "none");
    REQUIRE(confirm(latest_verification()) == "none");
    CHECK(ask(other_password) == "none");
    CHECK(log_in(other_password) == "invalid_credentials");
    CHECK(log_in() == "in");
    CHECK(facts<AddressVerificationRequested>(email).size() == 1);
    const auto told = facts<AccountRemembered>(email);
    REQUIRE(told.size() == 1);
    CHECK(recovery.reset_password(token(told[0].link), other_password, {}).has_value());
    CHECK(log_in(other_password) == "in");
}

TEST_CASE_FIXTURE(Registering, "who registers again gets a letter, three in an hour at most") {
    for (int i = 0; i < 6; ++i) CHECK(ask() == "none");
    CHECK(facts<AddressVerificationRequested>(email).size() == 1);
    CHECK(facts<AccountRemembered>(email).size() == 3);
}

TEST_CASE_FIXTURE(Registering, "a stranger who registers an address first does not get into it") {
    REQUIRE(ask(other_password) == "none");
    REQUIRE(ask() == "none");
    const auto told = facts<AccountRemembered>(email);
    REQUIRE(told.size() == 1);
    REQUIRE(recovery.reset_password(token(told[0].link), good_password, {}).has_value());
    CHECK(log_in() == "in");
    CHECK(log_in(other_password) == "invalid_credentials");
}

TEST_CASE_FIXTURE(Registering,
                  "once two wait for an address, no letter confirms the password of either") {
    const auto first_letter = [&] { return verification_token(email); };
    for (const bool stranger_is_first : {true, false}) {
        REQUIRE(ask(stranger_is_first ? other_password : good_password) == "none");
        REQUIRE(ask(stranger_is_first ? good_password : other_password) == "none");
        CHECK(confirm(first_letter(), other_password) == "auth.invalid_link");
        CHECK(confirm(first_letter()) == "auth.invalid_link");
        CHECK(log_in() == "invalid_credentials");
        CHECK(log_in(other_password) == "invalid_credentials");
        const auto second_letter = token(facts<AccountRemembered>(email).back().link);
        REQUIRE(recovery.reset_password(second_letter, third_password, {}).has_value());
        CHECK(log_in(third_password) == "in");
        CHECK(log_in(other_password) == "invalid_credentials");
        CHECK(log_in() == "invalid_credentials");
        email = unused_email();
    }
}

TEST_CASE_FIXTURE(Registering,
                  "who follows a link without having asked for it opens nothing to who did") {
    REQUIRE(ask(other_password) == "none");
    const auto letter = latest_verification();
    for (const auto& guess : {good_password, third_password, std::string("x")})
        CHECK(confirm(letter, guess) == "auth.wrong_password");
    CHECK(log_in(other_password) == "invalid_credentials");
    REQUIRE(desk.recovery->reset_password(reset_token(email), good_password, {}).has_value());
    CHECK(log_in() == "in");
    CHECK(confirm(letter, other_password) == "auth.invalid_link");
}

TEST_CASE_FIXTURE(Registering, "a wrong password leaves the link good, and is bounded as a login") {
    REQUIRE(ask() == "none");
    const auto letter = latest_verification();
    CHECK(confirm(letter, other_password) == "auth.wrong_password");
    CHECK(confirm("nonsense") == "auth.invalid_link");
    CHECK(confirm(letter) == "none");
    CHECK(log_in() == "in");

    email = unused_email();
    REQUIRE(ask() == "none");
    const auto guessed = latest_verification();
    for (int i = 0; i < 10; ++i) CHECK(confirm(guessed, other_password) == "auth.wrong_password");
    CHECK(confirm(guessed) == "auth.too_many_attempts");
    clock.advance(std::chrono::minutes(11));
    CHECK(confirm(guessed) == "none");
}

TEST_CASE_FIXTURE(Registering, "a changed address is confirmed with the password as well") {
    REQUIRE(ask() == "none");
    REQUIRE(confirm(latest_verification()) == "none");
    const auto signed_in = door->login(credentials(email)).value();
    const auto wanted = unused_email();
    REQUIRE(desk.own_account
                ->change_address(bearer(signed_in), platform::EmailAddress::accept(wanted).value(),
                                 {good_password, std::nullopt}, "en")
                .has_value());
    const auto link = token(facts<AddressChangeRequested>(email).back().link.value());
    CHECK(confirm(link, other_password) == "auth.wrong_password");
    CHECK(confirm(link) == "none");
    CHECK(confirm(link) == "none");
    CHECK(door->login(credentials(wanted)).has_value());
}

TEST_CASE_FIXTURE(Registering, "a password that was forgotten ends the wait of a stranger's") {
    REQUIRE(ask(other_password) == "none");
    const auto strangers_letter = latest_verification();
    REQUIRE(recovery.reset_password(reset_token(email), good_password, {}).has_value());
    CHECK(confirm(strangers_letter, other_password) == "auth.invalid_link");
    REQUIRE(ask(other_password) == "none");
    CHECK(log_in(other_password) == "invalid_credentials");
    CHECK(log_in() == "in");
}

TEST_CASE_FIXTURE(Registering, "an address that is confirmed stays so, whoever registers it") {
    REQUIRE(ask() == "none");
    const auto letter = latest_verification();
    REQUIRE(confirm(letter) == "none");
    REQUIRE(ask(other_password) == "none");
    CHECK(confirm(letter) == "none");
    CHECK(log_in() == "in");
}

TEST_CASE_FIXTURE(Registering, "a password that is not good enough is refused for every address") {
    REQUIRE(ask() == "none");
    CHECK(ask("short") == "auth.password_too_short");
}

TEST_CASE_FIXTURE(Registering, "one client may not ask about many addresses") {
    by_mail.failures_per_client = *platform::Whole<0, 1'000'000>::accept(3);
    strict = make_doorkeeper(database, clock, by_mail);
    desk = make_self_service({database, events, clock, by_mail}, strict, "a secret", "");
    const Client client{"", "198.51.100.77", {}};
    for (int i = 0; i < 3; ++i) CHECK(ask(good_password, client) == "none");
    CHECK(ask(good_password, client) == "auth.too_many_attempts");
    const auto address = platform::EmailAddress::accept(email).value();
    CHECK(refusal(desk.recovery->forgot_password(address, "en", client.address)) ==
          "auth.too_many_attempts");
    CHECK(ask() == "none");
}

TEST_CASE_FIXTURE(Registering, "staff need not confirm their address") {
    const auto staff = unused_email();
    REQUIRE(door->create_user(registration(staff), roles::staff).has_value());
    CHECK(door->login(credentials(staff)).has_value());
}
