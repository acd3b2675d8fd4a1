#include "auth/session_events.hpp"
#include "platform/events/log_tail.hpp"
#include "self_service_fixture.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

using Forgetful = SelfServiceFixture;

TEST_CASE_FIXTURE(Forgetful, "who forgot the password chooses a new one by a link") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    const auto token = reset_token(email);
    CHECK(recovery.reset_password(token, other_password, {}).has_value());
    CHECK(auth->login(credentials(email)).has_error());
    CHECK(auth->login(credentials(email, other_password)).has_value());
    const auto fact = facts<PasswordResetRequested>(email).at(0);
    CHECK(fact.expires_at == clock.now() + 60min);
    CHECK(fact.language == "en");
}

TEST_CASE_FIXTURE(Forgetful, "asking does the same for known and unknown addresses") {
    const auto known = unused_email();
    REQUIRE(auth->register_customer(registration(known)).has_value());
    const auto cost = [&](const std::string& email) {
        const auto address = platform::EmailAddress::accept(email).value();
        const auto before = test_database().pool().statistics();
        CHECK(recovery.forgot_password(address, "en", {}).has_value());
        const auto after = test_database().pool().statistics();
        return std::pair(after.statements - before.statements,
                         after.round_trips - before.round_trips);
    };
    cost(known);
    CHECK(cost(known) == cost(unused_email()));
    const auto stranger = unused_email();
    forget(stranger);
    CHECK(facts<PasswordResetAsked>(stranger).size() == 1);
    CHECK(facts<PasswordResetRequested>(stranger).empty());
}

TEST_CASE_FIXTURE(Forgetful, "an account has at most three open links an hour") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    for (int i = 0; i < 5; ++i) forget(email);
    CHECK(facts<PasswordResetRequested>(email).size() == 3);
    clock.advance(61min);
    forget(email);
    CHECK(facts<PasswordResetRequested>(email).size() == 4);
}

TEST_CASE_FIXTURE(Forgetful,
                  "a link is good once, and every other link of the account ends by it") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    const auto first = reset_token(email);
    const auto second = reset_token(email);
    CHECK(recovery.reset_password(second, other_password, {}).has_value());
    CHECK(refusal(recovery.reset_password(second, other_password, {})) == "auth.invalid_link");
    CHECK(refusal(recovery.reset_password(first, other_password, {})) == "auth.invalid_link");
}

TEST_CASE_FIXTURE(Forgetful, "of parallel uses of a link one succeeds") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    const auto token = reset_token(email);
    std::atomic<int> done = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back(
                [&] { done += recovery.reset_password(token, other_password, {}).has_value(); });
    }
    CHECK(done == 1);
}

TEST_CASE_FIXTURE(Forgetful, "links that are no good are refused alike") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    const auto expired = reset_token(email);
    clock.advance(60min);
    auto forged = expired;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    const auto expected = recovery.reset_password(expired, other_password, {}).error();
    CHECK(expected.code == "auth.invalid_link");
    CHECK(expected.kind == platform::ErrorKind::malformed);
    for (const auto& token : {forged, verification_token(email), token(LinkId::make()),
                              facts<PasswordResetRequested>(email).at(0).link.text(),
                              std::string("nonsense"), std::string("a b")}) {
        const auto refused = recovery.reset_password(token, other_password, {});
        REQUIRE(refused.has_error());
        CHECK(refused.error().code == expected.code);
        CHECK(refused.error().message == expected.message);
    }
    CHECK(auth->login(credentials(email)).has_value());
}

TEST_CASE_FIXTURE(Forgetful, "a password that is refused leaves the link good") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    const auto token = reset_token(email);
    CHECK(refusal(recovery.reset_password(token, "short", {})) == "auth.password_too_short");
    CHECK(refusal(recovery.reset_password(token, "password1", {})) == "auth.password_too_common");
    CHECK(recovery.reset_password(token, other_password, {}).has_value());
}

TEST_CASE_FIXTURE(Forgetful, "a reset ends every session, verifies the address, forgets failures") {
    const auto email = unused_email();
    const auto first = auth->register_customer(registration(email)).value();
    const auto second = auth->login(credentials(email)).value();
    const auto other = somebody();
    for (int i = 0; i < 10; ++i) (void)auth->login(credentials(email, "a guess"));
    CHECK_FALSE(auth->user(first.user.id)->email_verified);
    REQUIRE(recovery.reset_password(reset_token(email), other_password, {}).has_value());
    CHECK_FALSE(is_signed_in(first));
    CHECK_FALSE(is_signed_in(second));
    CHECK(is_signed_in(other));
    CHECK(auth->user(first.user.id)->email_verified);
    CHECK(auth->login(credentials(email, other_password)).has_value());
}

TEST_CASE_FIXTURE(Forgetful, "another process hears of the sessions that end") {
    platform::EventLog its_events;
    const auto elsewhere = make_auth(database, its_events, clock, config);
    platform::LogTail tail(
        own, facts_that_drop(),
        [&](auto heard) {
            for (const auto& fact : heard) drop_remembered(fact, *elsewhere);
        },
        [&] { elsewhere->look_for_ended_sessions(); });
    tail.step();
    const auto email = unused_email();
    const auto reset = auth->register_customer(registration(email)).value();
    const auto left = somebody();
    const auto stays = somebody();
    REQUIRE(elsewhere->identify(reset.access_token).has_value());
    REQUIRE(recovery.reset_password(reset_token(email), other_password, {}).has_value());
    auth->logout(left.refresh_token);
    tail.step();
    CHECK(elsewhere->identify(reset.access_token).has_error());
    CHECK(elsewhere->identify(left.access_token).has_error());
    CHECK(elsewhere->identify(stays.access_token).has_value());
}

TEST_CASE_FIXTURE(Forgetful, "a process that may have missed facts looks before it identifies") {
    platform::EventLog its_events;
    const auto elsewhere = make_auth(database, its_events, clock, config);
    const auto left = somebody();
    auth->logout(left.refresh_token);
    REQUIRE(elsewhere->identify(left.access_token).has_value());
    elsewhere->look_for_ended_sessions();
    CHECK(elsewhere->identify(left.access_token).has_error());
}

TEST_CASE_FIXTURE(Forgetful, "no token is kept anywhere") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    for (const auto& token : {reset_token(email), verification_token(email)}) {
        CHECK(token.size() == 64);
        CHECK(ask<std::int64_t>("select count(*) from platform.event"
                                " where payload::text like '%' || $1 || '%'",
                                token) == 0);
        CHECK(ask<std::int64_t>("select count(*) from auth.link l"
                                " where l::text like '%' || $1 || '%'",
                                token) == 0);
    }
}

TEST_CASE_FIXTURE(Forgetful, "links open the pages of the configuration, or else the shop's") {
    const auto id = LinkId::make();
    CHECK(self_service.links->page(LinkPurpose::password_reset, id) ==
          "https://shop.example.org/reset-password?token=" + id.text());
    CHECK(self_service.links->page(LinkPurpose::address_change, id) ==
          "https://shop.example.org/verify-email?token=" + id.text());
    config.reset_page = "https://front.example.org/#/reset/";
    const auto elsewhere = make_self_service(foundation, doorkeeper, "other", "https://x.example");
    CHECK(elsewhere.links->page(LinkPurpose::password_reset, id) == config.reset_page + id.text());
    CHECK(elsewhere.links->token(id) != token(id));
}
